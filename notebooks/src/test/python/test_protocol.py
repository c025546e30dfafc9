"""Lectern's kernel under the Jupyter project's own protocol tests."""

import jupyter_kernel_test
from jupyter_kernel_test.msgspec_v5 import validate_message


class JavaKernel(jupyter_kernel_test.KernelTests):
    test_pager = None  # This kernel has no pager.

    def execute_helper(self, *arguments, **options):
        """Waits longer for each message than the suite's tenth of a second: the machine may be busy."""
        channel = self.kc.iopub_channel
        receive = jupyter_kernel_test.ensure_sync(channel.get_msg)
        channel.get_msg = lambda timeout: receive(timeout=60)
        try:
            return super().execute_helper(*arguments, timeout=60, **options)
        finally:
            del channel.get_msg

    def flush_channels(self):
        """Reads all up to the end of two requests, one for each of the threads that answer: the suite waits for a
        silence of a tenth of a second, and what a busy machine says after that would be taken for the next answer."""
        for ask in (lambda: self.kc.execute("", silent=True), self.kc.kernel_info):
            sent = ask()
            for channel, ended in (
                (self.kc.iopub_channel, lambda m: m["content"].get("execution_state") == "idle"),
                (self.kc.shell_channel, lambda m: True),
            ):
                message = None
                while not (message and message["parent_header"].get("msg_id") == sent and ended(message)):
                    message = jupyter_kernel_test.ensure_sync(channel.get_msg)(timeout=60)
                    validate_message(message)

    kernel_name = "java"
    language_name = "java"
    file_extension = ".java"

    code_hello_world = 'System.out.println("hello, world")'
    code_stderr = 'System.err.println("oops")'
    completion_samples = [
        {"text": "System.out.printl", "matches": {"println("}},
        {"text": "Math.hypo", "matches": {"hypot("}},
    ]
    complete_code_samples = [
        "int x = 1;",
        "x",
        'var s = "a";\nSystem.out.println(s)',
        "void f() {\n}",
        "// only a comment",
    ]
    incomplete_code_samples = [
        "int f() {",
        "for (int i = 0; i < 3; i++) {\n",
        'var t = """\nopen',
        "Math.max(1,",
    ]
    invalid_code_samples = ["}", "int ) 3", "else 3", "#"]
    code_generate_error = 'throw new IllegalStateException("on purpose")'
    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": '"a".repeat(3)', "result": "aaa"},
        {"code": "List.of(1, 2)", "result": "[1, 2]"},
    ]
    code_display_data = [
        {"code": 'display("shown");', "mime": "text/plain"},
        {
            "code": "display(new java.awt.image.BufferedImage(8, 8, 1));",
            "mime": "image/png",
        },
    ]
    code_history_pattern = "1 ? 2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.max("
    code_clear_output = "clearOutput(false)"


if __name__ == "__main__":
    import unittest

    unittest.main()
