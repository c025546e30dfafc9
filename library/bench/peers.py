"""The peers' side of the table: the same works in PyTorch or ONNX Runtime, two threads each.

    peers.py torch | onnxruntime           reads names of works from standard input, answers each with its
                                           median time in microseconds, or with "-" where the peer has no such work
    peers.py torch NAME                    does one work for a second and prints the process' peak memory in kB

table.py calls this.
"""

import re
import sys
import time

THREADS = 2


def median(run, seconds=1.0, rounds=7):
    run()
    start = time.perf_counter()
    run()
    once = max(time.perf_counter() - start, 1e-7)
    rounds = rounds if once < 0.3 else 3
    for _ in range(min(100, int(seconds / 10 / once))):
        run()
    turns = max(1, int(seconds / rounds / once))
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in range(turns):
            run()
        times.append((time.perf_counter() - start) / turns)
    return sorted(times)[rounds // 2] * 1e6


class Torch:
    def __init__(self):
        import torch

        torch.set_num_threads(THREADS)
        torch.manual_seed(0)
        self.torch = torch

    def work(self, name):
        """What does the work once, or None."""
        torch, nn, F = self.torch, self.torch.nn, self.torch.nn.functional
        quiet = torch.no_grad()

        def forward(f):
            def run():
                with quiet:
                    f()
            return run

        def step(model, x, make):
            y = torch.arange(100) % 10
            optimizer = make(model.parameters())

            def run():
                optimizer.zero_grad(set_to_none=True)
                F.cross_entropy(model(x), y).backward()
                optimizer.step()
            return run

        def mlp(make):
            model = nn.Sequential(nn.Linear(784, 100), nn.ReLU(), nn.Linear(100, 10))
            return step(model, torch.rand(100, 784), make)

        if name in ("mlp-sgd", "mlp-sgd-nd4j"):
            return mlp(lambda p: torch.optim.SGD(p, 1e-3))
        if name in ("mlp-adam", "mlp-qhadam"):
            return mlp(lambda p: torch.optim.Adam(p, 1e-5, fused=True))
        if name == "lenet-sgd":
            model = nn.Sequential(
                nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
                nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
                nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))
            return step(model, torch.rand(100, 1, 28, 28), lambda p: torch.optim.SGD(p, 1e-3))
        if name == "overhead-1000-tiny-ops":
            w = torch.rand(4, requires_grad=True)

            def tiny():
                z = w
                for _ in range(1000):
                    z = z * w
                z.sum().backward()
                w.grad = None
            return tiny
        if name == "adam-4M-params":
            parameters = [nn.Parameter(torch.rand(1000, 1000)) for _ in range(4)]
            for p in parameters:
                p.grad = torch.rand_like(p)
            return torch.optim.Adam(parameters, 1e-3, fused=True).step
        if m := re.fullmatch(r"conv-(\d+)x(\d+)x(\d+)-(\d)x\d-(\d+)-(fwd|fwdbwd)", name):
            n, c, side, k, out = (int(g) for g in m.groups()[:5])
            layer = nn.Conv2d(c, out, k, padding=1 if k == 3 else 0)
            x = torch.rand(n, c, side, side, requires_grad=True)
            if m.group(6) == "fwd":
                return forward(lambda: layer(x))
            g = torch.randn_like(layer(x))

            def both():
                layer.zero_grad()
                x.grad = None
                layer(x).backward(g)
            return both
        if m := re.fullmatch(r"attention-(\d+)x(\d+)x(\d+)", name):
            q, k, v = (torch.rand(1, *(int(g) for g in m.groups())) for _ in range(3))
            return forward(lambda: F.scaled_dot_product_attention(q, k, v))
        if name == "softmax-58800x196":
            x = torch.rand(300, 196, 196)
            return forward(lambda: torch.softmax(x, -1))
        if name == "gelu-4096x3072":
            x = torch.randn(4096, 3072)
            return forward(lambda: F.gelu(x))
        if name == "layernorm-4096x768":
            x, layer = torch.rand(4096, 768), nn.LayerNorm(768)
            return forward(lambda: layer(x))
        if name == "gpt-block-8x128x256-fwdbwd":
            block = gpt_block(torch)
            x = torch.rand(8, 128, 256, requires_grad=True)
            g = torch.rand(8, 128, 256)

            def block_step():
                block.zero_grad()
                x.grad = None
                block(x).backward(g)
            return block_step
        if m := re.fullmatch(r"sam-vit-b-(window|global)-block", name):
            block = sam_block(torch, 14 if m.group(1) == "window" else 0)
            x = torch.randn(1, 64, 64, 768)
            return forward(lambda: block(x))
        if name == "sam-vit-b-encode":
            encoder = sam_encoder(torch)
            image = torch.randn(1, 3, 1024, 1024)
            return forward(lambda: encoder(image))
        if m := re.fullmatch(r"gemm-(\d+)x(\d+)x(\d+)", name):
            a, b, c = (int(g) for g in m.groups())
            x, y = torch.rand(a, b), torch.rand(b, c)
            return forward(lambda: x @ y)
        if m := re.fullmatch(r"elementwise-(add|mul|exp)-(\d+)", name):
            x, y = torch.rand(int(m.group(2))), torch.rand(int(m.group(2)))
            f = {"add": lambda: x + y, "mul": lambda: x * y, "exp": lambda: torch.exp(x)}[m.group(1)]
            return forward(f)
        return None


def gpt_block(torch, width=256, heads=8):
    nn, F = torch.nn, torch.nn.functional

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
            self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
            self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

        def forward(self, x):
            n, t, d = x.shape
            q, k, v = self.qkv(self.norm1(x)).view(n, t, 3, heads, d // heads).permute(2, 0, 3, 1, 4)
            y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
            x = x + self.proj(y.transpose(1, 2).reshape(n, t, d))
            return x + self.down(F.gelu(self.up(self.norm2(x))))

    return Block()


def sam_block(torch, window, width=768, heads=12, grid=64):
    """An encoder block of Segment Anything: windows or the whole grid, relative positions."""
    nn, F = torch.nn, torch.nn.functional
    side, depth = window or grid, width // heads

    class Block(nn.Module):
        def __init__(self):
            super().__init__()
            self.norm1, self.norm2 = nn.LayerNorm(width, eps=1e-6), nn.LayerNorm(width, eps=1e-6)
            self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
            self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
            self.rows = nn.Parameter(torch.zeros(2 * side - 1, depth))
            self.columns = nn.Parameter(torch.zeros(2 * side - 1, depth))
            self.distance = torch.arange(side)[:, None] - torch.arange(side)[None, :] + side - 1

        def attention(self, x):
            b, h, w, _ = x.shape
            parts = self.qkv(x).reshape(b, h * w, 3, heads, depth).permute(2, 0, 3, 1, 4)
            q, k, v = parts.reshape(3, b * heads, h * w, depth).unbind(0)
            scores = (q * depth**-0.5) @ k.transpose(-2, -1)
            places = q.reshape(b * heads, h, w, depth)
            by_row = torch.einsum("bhwd,hkd->bhwk", places, self.rows[self.distance])
            by_column = torch.einsum("bhwd,wkd->bhwk", places, self.columns[self.distance])
            scores = scores.view(b * heads, h, w, h, w) + by_row[..., None] + by_column[..., None, :]
            y = scores.view(b * heads, h * w, h * w).softmax(-1) @ v
            y = y.view(b, heads, h, w, depth).permute(0, 2, 3, 1, 4).reshape(b, h, w, width)
            return self.proj(y)

        def forward(self, x):
            y = self.norm1(x)
            if window:
                pad = -grid % window
                n = (grid + pad) // window
                y = F.pad(y, (0, 0, 0, pad, 0, pad)).view(n, window, n, window, width)
                y = self.attention(y.permute(0, 2, 1, 3, 4).reshape(n * n, window, window, width))
                y = y.view(n, n, window, window, width).permute(0, 2, 1, 3, 4)
                y = y.reshape(grid + pad, grid + pad, width)[None, :grid, :grid]
            else:
                y = self.attention(y)
            x = x + y
            return x + self.down(F.gelu(self.up(self.norm2(x))))

    return Block()


def sam_encoder(torch, width=768, out=256):
    nn = torch.nn

    class Norm(nn.Module):
        def __init__(self):
            super().__init__()
            self.norm = nn.LayerNorm(out, eps=1e-6)

        def forward(self, x):
            return self.norm(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)

    class Encoder(nn.Module):
        def __init__(self):
            super().__init__()
            self.patches = nn.Conv2d(3, width, 16, 16)
            self.positions = nn.Parameter(torch.zeros(1, 64, 64, width))
            self.blocks = nn.Sequential(*(sam_block(torch, 0 if i % 3 == 2 else 14) for i in range(12)))
            self.neck = nn.Sequential(
                nn.Conv2d(width, out, 1, bias=False), Norm(), nn.Conv2d(out, out, 3, padding=1, bias=False), Norm())

        def forward(self, image):
            x = self.patches(image).permute(0, 2, 3, 1) + self.positions
            return self.neck(self.blocks(x).permute(0, 3, 1, 2))

    return Encoder()


class OnnxRuntime:
    def __init__(self):
        import numpy
        import onnxruntime

        self.numpy, self.ort = numpy, onnxruntime

    def session(self, nodes, shapes):
        from onnx import TensorProto, helper

        inputs = [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in shapes.items()]
        output = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
        graph = helper.make_graph(nodes, "work", inputs, [output])
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
        options = self.ort.SessionOptions()
        options.intra_op_num_threads = THREADS
        session = self.ort.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        random = self.numpy.random.default_rng(0)
        values = {n: random.random(s, dtype=self.numpy.float32) for n, s in shapes.items()}
        return lambda: session.run(None, values)

    def work(self, name):
        from onnx import TensorProto, helper

        node = helper.make_node
        if m := re.fullmatch(r"gemm-(\d+)x(\d+)x(\d+)", name):
            a, b, c = (int(g) for g in m.groups())
            return self.session([node("MatMul", ["a", "b"], ["y"])], {"a": (a, b), "b": (b, c)})
        if name == "softmax-58800x196":
            return self.session([node("Softmax", ["x"], ["y"], axis=-1)], {"x": (300, 196, 196)})
        if name == "gelu-4096x3072":
            return self.session([node("Gelu", ["x"], ["y"])], {"x": (4096, 3072)})
        if name == "layernorm-4096x768":
            nodes = [node("LayerNormalization", ["x", "scale", "bias"], ["y"], axis=-1)]
            return self.session(nodes, {"x": (4096, 768), "scale": (768,), "bias": (768,)})
        if m := re.fullmatch(r"attention-(\d+)x(\d+)x(\d+)", name):
            b, t, d = (int(g) for g in m.groups())
            scale = helper.make_tensor("scale", TensorProto.FLOAT, [], [d**-0.5])
            nodes = [
                node("Constant", [], ["scale"], value=scale),
                node("Mul", ["q", "scale"], ["scaled"]),
                node("Transpose", ["k"], ["turned"], perm=[0, 2, 1]),
                node("MatMul", ["scaled", "turned"], ["scores"]),
                node("Softmax", ["scores"], ["weights"], axis=-1),
                node("MatMul", ["weights", "v"], ["y"]),
            ]
            return self.session(nodes, {n: (b, t, d) for n in "qkv"})
        if m := re.fullmatch(r"conv-(\d+)x(\d+)x(\d+)-(\d)x\d-(\d+)-fwd", name):
            n, c, side, k, out = (int(g) for g in m.groups())
            pad = 1 if k == 3 else 0
            nodes = [node("Conv", ["x", "w", "b"], ["y"], kernel_shape=[k, k], pads=[pad] * 4)]
            return self.session(nodes, {"x": (n, c, side, side), "w": (out, c, k, k), "b": (out,)})
        return None


def main():
    peer = {"torch": Torch, "onnxruntime": OnnxRuntime}[sys.argv[1]]()
    if len(sys.argv) > 2:
        run = peer.work(sys.argv[2])
        if run is not None:
            median(run)
            print(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read()).group(1))
        return
    for name in sys.stdin:
        run = peer.work(name.strip())
        print("-" if run is None else f"{median(run):.1f}", flush=True)


main()
