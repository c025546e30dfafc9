#!/usr/bin/env python3
"""Starts a kernel many times in a row, runs a cell, ends it; says how long each step took and what hung.

usage: starts.py [KERNEL] [--times 200] [--transport tcp|ipc] [--curve]

Needs jupyter_client; the kernel is one that `jupyter kernelspec list` shows. Prints one line of medians and slowest
times, and exits with 1 when a start, a cell or an end hung or a process was left behind.
"""
import argparse
import os
import statistics
import sys
import time

from jupyter_client.manager import KernelManager

LIMIT = 60


def one(kernel, options):
    """Seconds of start, first cell and end."""
    manager = KernelManager(kernel_name=kernel, **options)
    began = time.perf_counter()
    manager.start_kernel()
    pid = manager.provisioner.pid
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=LIMIT)
        ready = time.perf_counter()
        client.execute_interactive("1 + 1", timeout=LIMIT, output_hook=lambda message: None)
        ran = time.perf_counter()
        client.shutdown()
        while manager.is_alive():
            if time.perf_counter() - ran > LIMIT:
                raise TimeoutError("it did not end")
            time.sleep(0.005)
        return ready - began, ran - ready, time.perf_counter() - ran, pid
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kernel", nargs="?", default="lectern")
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--transport", default="tcp", choices=["tcp", "ipc"])
    parser.add_argument("--curve", action="store_true", help="with CurveZMQ keys")
    given = parser.parse_args()
    options = {"transport": given.transport}
    if given.curve:
        options["transport_encryption"] = "required"
    steps, failures = [], []
    for i in range(given.times):
        try:
            *seconds, pid = one(given.kernel, options)
            steps.append(seconds)
            if os.path.exists(f"/proc/{pid}"):
                failures.append(f"start {i}: process {pid} was left behind")
        except Exception as error:
            failures.append(f"start {i}: {type(error).__name__} {error}")
    for name, seconds in zip(("ready", "first cell", "end"), zip(*steps)):
        print(f"{name:10} median {statistics.median(seconds):.3f} s, slowest {max(seconds):.3f} s")
    print(f"{len(steps)} of {given.times} starts of {given.kernel} went well")
    print("\n".join(failures))
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
