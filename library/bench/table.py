#!/usr/bin/env python3
"""The table: every work of the library beside PyTorch and ONNX Runtime, in one run on one machine.

    library/bench/table.py                    everything, about half an hour
    library/bench/table.py gemm mlp           the works whose names begin so
    library/bench/table.py --write            also writes TABLE.md, with a description of the machine

It needs a JDK 25, Maven and Python. PyTorch and ONNX Runtime are installed from PyPI into target/peers, or
found in the Python that LECTERN_PEERS names. Two threads each. Our side is measured by JMH in a Java of its
own. Every work is measured twice on each side, in turn; of two medians the smaller counts.
"""

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TARGET = HERE / "target"

# Work, the peer it is compared with, and the ratio we want at most (on a processor with AVX-512).
AIMS = {
    "mlp-sgd": ("torch", 0.6),
    "mlp-adam": ("torch", 0.45),
    "mlp-qhadam": ("torch", None),
    "mlp-sgd-nd4j": ("torch", None),
    "lenet-sgd": ("torch", 0.4),
    "conv-100x1x28-5x5-6-fwd": ("torch", None),
    "conv-100x1x28-5x5-6-fwdbwd": ("torch", None),
    "conv-100x6x12-5x5-16-fwd": ("torch", None),
    "conv-100x6x12-5x5-16-fwdbwd": ("torch", 0.7),
    "conv-8x64x56-3x3-64-fwd": ("torch", None),
    "conv-8x64x56-3x3-64-fwdbwd": ("torch", 0.8),
    "attention-12x196x64": ("torch", None),
    "attention-300x196x64": ("torch", 0.6),
    "softmax-58800x196": ("onnxruntime", 1.1),
    "gelu-4096x3072": ("onnxruntime", 1.1),
    "layernorm-4096x768": ("torch", 0.8),
    "gpt-block-8x128x256-fwdbwd": ("torch", 0.55),
    "sam-vit-b-window-block": ("torch", 0.35),
    "sam-vit-b-global-block": ("torch", 0.2),
    "sam-vit-b-encode": ("torch", 0.22),
    "gemm-256x256x256": ("onnxruntime", 1.0),
    "gemm-1024x1024x1024": ("onnxruntime", 1.0),
    "gemm-100x784x100": ("onnxruntime", 1.0),
    "gemm-784x100x100": ("onnxruntime", 1.0),
    "gemm-100x100x10": ("onnxruntime", 1.0),
    "gemm-4096x768x3072": ("onnxruntime", 1.0),
    "overhead-1000-tiny-ops": ("torch", 0.15),
    "adam-4M-params": ("torch", 1.05),
}
for n in (1_000, 100_000, 1_000_000, 10_000_000):
    AIMS[f"elementwise-add-{n}"] = ("torch", 1.5 if n == 100_000 else 1.0)
    AIMS[f"elementwise-mul-{n}"] = ("torch", 1.5 if n == 100_000 else 1.0)
    AIMS[f"elementwise-exp-{n}"] = ("torch", 0.5)


def say(text):
    print(text, file=sys.stderr, flush=True)


def java():
    """The JDK's java: JAVA_HOME if it is new enough, else the one Maven's toolchains found."""
    candidates = [os.environ.get("JAVA_HOME", ""), *map(str, sorted(Path("/usr/lib/jvm").glob("*25*")))]
    for home in candidates:
        binary = Path(home, "bin", "java")
        if home and binary.exists():
            out = subprocess.run([binary, "-version"], capture_output=True, text=True).stderr
            if (m := re.search(r'version "(\d+)', out)) and int(m.group(1)) >= 25:
                return str(binary)
    sys.exit("table: no JDK 25 or later found; set JAVA_HOME")


def build():
    say("table: building the library and the benchmarks …")
    subprocess.run(
        ["mvn", "-q", "-B", "-ntp", "-Pbench", "-pl", "library/bench", "-am", "process-classes"],
        cwd=ROOT, check=True, stdout=sys.stderr)
    return (TARGET / "classes").as_posix() + os.pathsep + (TARGET / "classpath.txt").read_text().strip()


def peers():
    if given := os.environ.get("LECTERN_PEERS"):
        return given
    home = TARGET / "peers"
    python = home / "bin" / "python"
    if not (home / "ready").exists():
        say("table: installing PyTorch and ONNX Runtime into " + str(home.relative_to(ROOT)) + " …")
        subprocess.run([sys.executable, "-m", "venv", home], check=True)
        done = subprocess.run([python, "-m", "pip", "install", "-q", "-r", HERE / "requirements.txt"])
        if done.returncode != 0:
            say("table: the peers could not be installed; the table has our side alone")
            return None
        (home / "ready").touch()
    return str(python)


class Peer:
    """A process that measures what it is told and sleeps in between."""

    def __init__(self, python, name):
        self.python, self.name = python, name
        self.process = subprocess.Popen(
            [python, HERE / "peers.py", name], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def median(self, work):
        self.process.stdin.write(work + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        return None if answer in ("-", "") else float(answer)

    def peak(self, work):
        out = subprocess.run([self.python, HERE / "peers.py", self.name, work], capture_output=True, text=True)
        return int(out.stdout) if out.stdout.strip().isdigit() else None


def ours(java_binary, classpath, work):
    """Median in microseconds and peak memory in kB."""
    with tempfile.NamedTemporaryFile(suffix=".json") as result:
        run = subprocess.run(
            [java_binary, "-cp", classpath, "org.openjdk.jmh.Main", "lectern.bench.Table", "-p", "work=" + work,
             "-foe", "true", "-rf", "json", "-rff", result.name],
            capture_output=True, text=True, env={**os.environ, "LECTERN_THREADS": "2"})
        if run.returncode != 0:
            sys.exit("table: " + work + " failed\n" + run.stdout + run.stderr)
        measured = json.load(open(result.name))[0]["primaryMetric"]
    peaks = re.findall(r"VmHWM:\s+(\d+)", run.stdout)
    return measured["scorePercentiles"]["50.0"], int(peaks[-1]) if peaks else None


def smaller(a, b):
    return a if b is None else b if a is None else min(a, b)


def time(us):
    if us is None:
        return "–"
    return f"{us / 1000:,.1f} ms" if us >= 10_000 else f"{us:,.0f} µs" if us >= 100 else f"{us:.2f} µs"


def ratio(ours_us, peer_us):
    return "–" if peer_us is None else f"{ours_us / peer_us:.2f}"


def memory(kb):
    return "–" if kb is None else f"{kb / 1024:,.0f} MB"


def machine(java_binary, classpath, python):
    info = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    model = re.search(r"model name\s*: (.*)", info)
    flags = re.search(r"^flags\s*: (.*)", info, re.M)
    wide = sorted({f for f in (flags.group(1).split() if flags else []) if f.startswith(("avx512", "amx"))})
    memory_kb = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text()) if info else None
    about = subprocess.run(
        [java_binary, "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "-cp",
         classpath, "lectern.bench.About"], capture_output=True, text=True).stdout.strip()
    lines = [
        f"- {model.group(1) if model else platform.processor()}, {os.cpu_count()} cores, "
        + (f"{int(memory_kb.group(1)) / 2**20:.0f} GB, " if memory_kb else "") + platform.system(),
        "- " + (", ".join(wide) or "no AVX-512"),
        "- " + re.sub(r", [^,;]*[/\\][^,;]*(?=;)", "", about),  # not where the library lies
    ]
    if python:
        versions = subprocess.run(
            [python, "-c", "import torch, onnxruntime as o; print(f'PyTorch {torch.__version__}, ONNX Runtime {o.__version__}')"],
            capture_output=True, text=True).stdout.strip()
        lines.append("- " + versions)
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("works", nargs="*", help="beginnings of works' names")
    parser.add_argument("--write", action="store_true", help="write TABLE.md")
    options = parser.parse_args()
    works = [w for w in AIMS if not options.works or w.startswith(tuple(options.works))]
    java_binary, classpath, python = java(), build(), peers()
    torch, runtime = (Peer(python, "torch"), Peer(python, "onnxruntime")) if python else (None, None)
    rows = ["| work | Lectern | PyTorch | ratio | ONNX Runtime | ratio | aim | memory | PyTorch's |",
            "|---|---|---|---|---|---|---|---|---|"]
    print("\n".join(rows), flush=True)
    for work in works:
        t = r = us = kb = None
        for _ in range(2):
            t = smaller(t, torch.median(work) if torch else None)
            r = smaller(r, runtime.median(work) if runtime else None)
            median, peak = ours(java_binary, classpath, work)
            us, kb = smaller(us, median), max(kb or 0, peak or 0) or None
        peer, aim = AIMS[work]
        goal = "" if aim is None else f"≤ {aim:g}" + (" of ORT" if peer == "onnxruntime" else "")
        row = (f"| {work} | {time(us)} | {time(t)} | {ratio(us, t)} | {time(r)} | {ratio(us, r)} | {goal} "
               f"| {memory(kb)} | {memory(torch.peak(work) if torch else None)} |")
        rows.append(row)
        print(row, flush=True)
    if options.write:
        text = ["# The table", "", "Made by `library/bench/table.py --write`; what the columns mean stands in the README.", "",
                *machine(java_binary, classpath, python), "", *rows, ""]
        beside = HERE / "TABLE.md.new"
        beside.write_text("\n".join(text))
        beside.replace(HERE / "TABLE.md")


main()
