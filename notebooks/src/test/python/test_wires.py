"""The kernel over each of Jupyter's wires, and its subshells, as jupyter_client and libzmq see them."""

import os
import stat
import time
import unittest

import zmq
from jupyter_client.manager import KernelManager

LIMIT = 120


class WiresTest(unittest.TestCase):
    def start(self, **options):
        manager = KernelManager(kernel_name="java", **options)
        manager.start_kernel()
        self.addCleanup(manager.shutdown_kernel, now=True)
        client = manager.client()
        client.start_channels()
        self.addCleanup(client.stop_channels)
        client.wait_for_ready(timeout=LIMIT)
        return manager, client

    def reply(self, client, msg_id, channel="shell"):
        get = client.get_shell_msg if channel == "shell" else client.get_control_msg
        while True:
            message = get(timeout=LIMIT)
            if message["parent_header"].get("msg_id") == msg_id:
                return message

    def printed(self, client, msg_id):
        text = ""
        while True:
            message = client.get_iopub_msg(timeout=LIMIT)
            if message["parent_header"].get("msg_id") != msg_id:
                continue
            if message["msg_type"] == "stream":
                text += message["content"]["text"]
            if message["content"].get("execution_state") == "idle":
                return text

    def send(self, client, msg_type, content, subshell=None, channel="shell"):
        message = client.session.msg(msg_type, content)
        if subshell:
            message["header"]["subshell_id"] = subshell
        getattr(client, channel + "_channel").send(message)
        return message["header"]["msg_id"]

    def works(self, manager, client):
        sent = client.execute("for (int i = 0; i < 100_000; i++) System.out.println(i);")
        expected = "".join(f"{i}\n" for i in range(100_000))
        self.assertEqual(expected, self.printed(client, sent))
        self.assertEqual("ok", self.reply(client, sent)["content"]["status"])
        sent = client.execute('System.out.println("begun"); while (true) {}')
        while client.get_iopub_msg(timeout=LIMIT)["content"].get("text") != "begun\n":
            pass
        manager.interrupt_kernel()
        self.assertEqual("Interrupted", self.reply(client, sent)["content"]["ename"])
        end = time.monotonic() + LIMIT
        while not client.hb_channel.is_beating():
            self.assertLess(time.monotonic(), end, "no heartbeat")
            time.sleep(0.05)

    def test_curve(self):
        manager, client = self.start(transport_encryption="required")
        self.works(manager, client)
        context = zmq.Context.instance()
        events, asking = context.socket(zmq.SUB), context.socket(zmq.DEALER)
        self.addCleanup(events.close, 0)
        self.addCleanup(asking.close, 0)
        events.subscribe(b"")
        events.connect(manager._make_url("iopub"))
        asking.connect(manager._make_url("shell"))
        client.session.send(asking, "kernel_info_request", {})
        self.printed(client, client.execute("System.out.println(1)"))
        self.assertEqual(0, events.poll(1000), "a client without the key heard an event")
        self.assertEqual(0, asking.poll(100), "a client without the key got an answer")

    def test_ipc(self):
        manager, client = self.start(transport="ipc")
        self.works(manager, client)
        for port in manager.ports:
            mode = os.stat(f"{manager.ip}-{port}").st_mode
            self.assertTrue(stat.S_ISSOCK(mode))
            self.assertEqual(0o600, stat.S_IMODE(mode))

    def test_ipc_with_curve(self):
        manager, client = self.start(transport="ipc", transport_encryption="auto")
        self.assertIsNotNone(manager.curve_publickey, "the kernelspec announces no encryption")
        self.works(manager, client)

    def test_subshells(self):
        _, client = self.start()
        client.kernel_info()
        info = client.get_shell_msg(timeout=LIMIT)["content"]
        self.assertIn("kernel subshells", info["supported_features"])
        sent = self.send(client, "create_subshell_request", {}, channel="control")
        subshell = self.reply(client, sent, "control")["content"]["subshell_id"]
        self.printed(client, client.execute("var met = new java.util.concurrent.CyclicBarrier(2);"))
        # each waits for the other: this ends only when both run at once
        cell = {"code": "met.await(); System.out.println(42);", "silent": False}
        one = self.send(client, "execute_request", cell)
        two = self.send(client, "execute_request", cell, subshell)
        printed = {}
        while len(printed) < 2:
            message = client.get_iopub_msg(timeout=LIMIT)
            if message["msg_type"] == "stream":
                parent = message["parent_header"]
                printed[parent["msg_id"]] = parent.get("subshell_id")
        self.assertEqual({one: None, two: subshell}, printed)
        sent = self.send(client, "list_subshell_request", {}, channel="control")
        self.assertEqual([subshell], self.reply(client, sent, "control")["content"]["subshell_id"])
        sent = self.send(
            client, "delete_subshell_request", {"subshell_id": subshell}, channel="control"
        )
        self.assertEqual("ok", self.reply(client, sent, "control")["content"]["status"])
        sent = self.send(client, "execute_request", cell, subshell)
        self.assertEqual("error", self.reply(client, sent)["content"]["status"])

    def test_answers_while_a_cell_runs(self):
        manager, client = self.start()
        running = client.execute('System.out.println("begun"); Thread.sleep(600_000);')
        while client.get_iopub_msg(timeout=LIMIT)["content"].get("text") != "begun\n":
            pass
        complete = self.reply(client, client.complete("Math.ma", 7))["content"]
        self.assertIn("max", "".join(complete["matches"]))
        self.assertTrue(self.reply(client, client.inspect("Math.max", 6))["content"]["found"])
        manager.interrupt_kernel()
        self.assertEqual("error", self.reply(client, running)["content"]["status"])


if __name__ == "__main__":
    unittest.main()
