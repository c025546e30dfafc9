#!/usr/bin/env python3
"""Measures Jupyter kernels from outside, side by side in one run, and prints one table.

    python kernel/bench/bench.py                          ours ("java" or "lectern") beside ipykernel
    python kernel/bench/bench.py java python3 jjava       kernels by the names `jupyter kernelspec list` shows
    python kernel/bench/bench.py --only start,latency     some rows

Needs jupyter_client and the kernels installed. Each row is measured with every kernel before the next row begins, so
that what else the machine does hits all of them alike. Memory is that of the kernel's whole process tree.
"""

import argparse
import json
import os
import platform
import queue
import statistics
import subprocess
import time

import zmq
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

PRINTED = 1_000_000


class Java:
    one = "1+1"
    println = f"for (int i = 0; i < {PRINTED}; i++) System.out.println(i);"
    completion = "Math.ab"
    failing = 'throw new RuntimeException("x");'
    keep, kept = "int kept = 42;", "kept"
    declaration = "int v{0} = {0};"
    endless = {
        "sleep": "Thread.sleep(60_000);",
        "while (true)": "while (true) {}",
        "counting loop": "long n = 0; while (true) n++;",
        "stream": "System.out.println(java.util.stream.LongStream.iterate(0, i -> i + 1).filter(i -> i < 0).findFirst());",
        "BigInteger": "var b = java.math.BigInteger.ONE; while (true) b = b.add(java.math.BigInteger.TEN);",
        "queue": "new java.util.concurrent.LinkedBlockingQueue<Integer>().take();",
        "regex": 'java.util.regex.Pattern.matches("(.*a){20}b", "a".repeat(60));',
    }


class Python:
    one = "1+1"
    println = f"for i in range({PRINTED}): print(i)"
    completion = "str.ca"
    failing = 'raise RuntimeError("x")'
    keep, kept = "kept = 42", "kept"
    declaration = "v{0} = {0}"
    endless = {
        "sleep": "import time; time.sleep(60)",
        "while (true)": "while True: pass",
        "counting loop": "n = 0\nwhile True: n += 1",
    }


def processes(pid):
    found = [pid]
    children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout
    for child in children.split():
        found += processes(int(child))
    return found


def memory(pid):
    """Resident megabytes."""
    total = 0
    for each in processes(pid):
        with open(f"/proc/{each}/status") as status:
            total += int(status.read().split("VmRSS:")[1].split()[0])
    return total / 1024


def cpu(pid):
    """Seconds of all cores."""
    ticks = 0
    for each in processes(pid):
        with open(f"/proc/{each}/stat") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


class Kernel:
    """One running kernel and a client."""

    def __init__(self, name):
        self.code = Python if KernelSpecManager().get_kernel_spec(name).language == "python" else Java
        self.began = time.perf_counter()
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.client = self.manager.client()
        self.client.start_channels()
        self.answer(self.client.kernel_info())
        self.info = time.perf_counter() - self.began

    @property
    def pid(self):
        return self.manager.provisioner.process.pid

    def answer(self, message_id, timeout=60):
        while True:
            message = self.client.get_shell_msg(timeout=timeout)
            if message["parent_header"].get("msg_id") == message_id:
                return message["content"]

    def idle(self, message_id, timeout=60):
        """Seconds until the request is idle, or None."""
        began = time.perf_counter()
        while (left := timeout - (time.perf_counter() - began)) > 0:
            try:
                message = self.client.get_iopub_msg(timeout=left)
            except queue.Empty:
                return None
            if (
                message["parent_header"].get("msg_id") == message_id
                and message["content"].get("execution_state") == "idle"
            ):
                return time.perf_counter() - began
        return None

    def cell(self, code):
        """Milliseconds from request to idle."""
        began = time.perf_counter()
        message_id = self.client.execute(code)
        if self.idle(message_id) is None:
            raise TimeoutError(code)
        self.answer(message_id)
        return (time.perf_counter() - began) * 1e3

    def complete(self):
        began = time.perf_counter()
        self.answer(self.client.complete(self.code.completion, len(self.code.completion)))
        return (time.perf_counter() - began) * 1e3

    def warm(self):
        """Startup imports made, compiler warm."""
        self.complete()
        for _ in range(50):
            self.cell(self.code.one)

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


def start(name):
    infos, firsts, extras = [], [], []
    for _ in range(5):
        with Kernel(name) as kernel:
            infos.append(kernel.info)
            kernel.answer(kernel.client.execute(kernel.code.one))
            firsts.append(time.perf_counter() - kernel.began)
    with Kernel(name) as kernel:
        time.sleep(3)
        first = kernel.cell(kernel.code.one)
        extras.append(first - statistics.median(kernel.cell(kernel.code.one) for _ in range(50)))
    yield "process start to kernel_info_reply, s", statistics.median(infos), 0.35
    yield "process start to first cell's reply, s", statistics.median(firsts), 0.6
    yield "first cell after 3 s, more than warm, ms", max(0, extras[0]), 60


def latency(name):
    with Kernel(name) as kernel:
        kernel.warm()
        times = sorted(kernel.cell(kernel.code.one) for _ in range(100))
        yield "1+1, request to idle, median, ms", times[50], 10
        yield "1+1, 95th of 100, ms", times[94], None
        completions = [kernel.complete() for _ in range(60)]
        yield "completion, median, ms", statistics.median(completions[20:]), 10


def growth(name):
    with Kernel(name) as kernel:
        kernel.warm()
        times = [kernel.cell(kernel.code.one) for _ in range(1000)]
        yield "1000 cells, last 100, median, ms", statistics.median(times[-100:]), 10
        completions = [kernel.complete() for _ in range(30)]
        yield "completion after 1000 cells, median, ms", statistics.median(completions[10:]), 10
        for i in range(300):
            kernel.cell(kernel.code.declaration.format(i))
        times = [kernel.cell(kernel.code.one) for _ in range(50)]
        yield "1+1 beside 300 variables, median, ms", statistics.median(times), None
        yield "memory after 1400 cells, MB", memory(kernel.pid), None


def rss(name):
    with Kernel(name) as kernel:
        time.sleep(10)
        yield "memory ten seconds after start, MB", memory(kernel.pid), 160
        for _ in range(100):
            kernel.cell(kernel.code.one)
        yield "memory after 100 cells, MB", memory(kernel.pid), 260


def println(name):
    with Kernel(name) as kernel:
        kernel.cell(kernel.code.one)
        reader = zmq.Context.instance().socket(zmq.SUB)
        reader.set_hwm(0)
        reader.connect(f"tcp://127.0.0.1:{kernel.manager.iopub_port}")
        reader.subscribe(b"")
        while not reader.poll(300):
            kernel.client.kernel_info()
        while reader.poll(300):
            reader.recv_multipart()
        frames = []
        began = time.perf_counter()
        message_id = kernel.client.execute(kernel.code.println).encode()
        while reader.poll(60_000):
            frames.append(reader.recv_multipart())
            if b'"idle"' in frames[-1][-1] and any(message_id in part for part in frames[-1]):
                break
        took = time.perf_counter() - began
        reader.close(0)
        text = ""
        for parts in frames:
            at = parts.index(b"<IDS|MSG>")
            if json.loads(parts[at + 3]).get("msg_id", "").encode() == message_id:
                text += json.loads(parts[at + 5]).get("text", "")
        lines = text.split("\n")[:-1]
        yield "1,000,000 println, to idle, s", took, 3
        yield "lines lost or out of order", sum(a != str(i) for i, a in enumerate(lines)) + PRINTED - len(lines), 0


def interrupt(name):
    worst, busiest, kept = 0.0, 0.0, True
    with Kernel(name) as kernel:
        kernel.warm()
        kernel.cell(kernel.code.keep)
        for what, code in kernel.code.endless.items():
            message_id = kernel.client.execute(code)
            if kernel.idle(message_id, 1.5) is not None:
                raise AssertionError(f"{name}: {what} ended by itself")
            kernel.manager.interrupt_kernel()
            idle = kernel.idle(message_id, 10)
            worst = max(worst, float("inf") if idle is None else idle * 1e3)
            before, began = cpu(kernel.pid), time.perf_counter()
            time.sleep(1)
            busiest = max(busiest, (cpu(kernel.pid) - before) / (time.perf_counter() - began))
            if idle is None:
                break
            kept &= kernel.cell(kernel.code.kept) < 10_000
    yield "interrupt to idle, slowest case, ms", worst, 300
    yield "cores busy in the second after it, most", busiest, 0.3


def ends(name):
    with Kernel(name) as kernel:
        failed = kernel.client.execute(kernel.code.failing)
        queued = kernel.client.execute(kernel.code.one)
        kernel.answer(failed)
        yield "cells that ran after a failed one", int(kernel.answer(queued)["status"] == "ok"), 0
        began = time.perf_counter()
        kernel.client.stop_channels()
        kernel.manager.restart_kernel()
        kernel.client = kernel.manager.client()
        kernel.client.start_channels()
        kernel.answer(kernel.client.execute(kernel.code.one))
        yield "restart to first cell's reply, s", time.perf_counter() - began, None
        began = time.perf_counter()
        kernel.client.shutdown()
        while kernel.manager.provisioner.process.poll() is None and time.perf_counter() - began < 20:
            time.sleep(0.002)
        yield "shutdown, s", time.perf_counter() - began, 0.5


ROWS = [start, latency, growth, rss, println, interrupt, ends]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kernels", nargs="*")
    parser.add_argument("--only", default="", help="of " + ",".join(row.__name__ for row in ROWS))
    arguments = parser.parse_args()
    there = KernelSpecManager().find_kernel_specs()
    ours = next((name for name in ("java", "lectern") if name in there), None)
    names = arguments.kernels or [name for name in (ours, "python3", "jjava") if name in there]
    chosen = arguments.only.split(",") if arguments.only else [row.__name__ for row in ROWS]
    print(f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}; load {os.getloadavg()[0]:.1f}\n")
    print("| | " + " | ".join(names) + " | aim | first ÷ second |")
    print("|---|" + "---|" * (len(names) + 2), flush=True)
    for row in ROWS:
        if row.__name__ in chosen:
            for results in zip(*[list(row(name)) for name in names]):
                what, _, aim = results[0]
                values = [value for _, value, _ in results]
                ratio = f"{values[0] / values[1]:.2f}" if len(values) > 1 and values[1] else ""
                shown = " | ".join(f"{value:.2f}" if value < 10 else f"{value:,.0f}" for value in values)
                print(f"| {what} | {shown} | {'' if aim is None else f'≤ {aim}'} | {ratio} |", flush=True)


if __name__ == "__main__":
    main()
