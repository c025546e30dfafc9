"""Makes the golden values with PyTorch: python make_golden.py, from anywhere.

For each row of GradientRows.java the same operation at fixed random inputs, in float64: the
result, and the gradients of sum(w * result) for fixed random w. The rows are matched by name;
GoldenOperationsTest fails for a name that only one side has.

Needs torch and numpy. The files land in src/test/resources/golden.
"""

import collections
import json
import math
import pathlib
import struct
import zlib

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
GOLDEN = pathlib.Path(__file__).parent.parent / "resources" / "golden"
cases = collections.OrderedDict()


def write_safetensors(path, tensors, metadata):
    """Eight bytes of length, a JSON header, little-endian numbers."""
    words = {torch.float64: "F64", torch.float32: "F32", torch.int64: "I64"}
    header, blobs, at = {"__metadata__": metadata}, [], 0
    for name, t in tensors.items():
        blob = t.detach().contiguous().numpy().tobytes()
        header[name] = {
            "dtype": words[t.dtype],
            "shape": list(t.shape),
            "data_offsets": [at, at + len(blob)],
        }
        blobs.append(blob)
        at += len(blob)
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(blobs))


# Inputs: numbers in ±[0.3, 1.5], positive ones in [0.3, 1.5], or what is given.


def generator(name):
    return torch.Generator().manual_seed(zlib.crc32(name.encode()))


def pos(*shape):
    return lambda g: torch.rand(shape, generator=g) * 1.2 + 0.3


def x(*shape):
    def make(g):
        size = torch.rand(shape, generator=g) * 1.2 + 0.3
        return size * (torch.randint(0, 2, shape, generator=g) * 2 - 1)

    return make


def zeroed(shape, *places):
    def make(g):
        t = x(*shape)(g)
        t.view(-1)[list(places)] = 0
        return t

    return make


def given(*values):
    return lambda g: torch.tensor(values)


def case(name, f, *inputs):
    assert name not in cases, name
    g = generator(name)
    leaves = [make(g) for make in inputs]
    for leaf in leaves:
        if leaf.is_floating_point():
            leaf.requires_grad_()
    y = f(*leaves)
    w = torch.rand(y.shape, generator=g) * 2 - 1
    y.backward(w)
    found = {"out": y, "w": w}
    for i, leaf in enumerate(leaves):
        found["in%d" % i] = leaf
        if leaf.is_floating_point():
            found["grad%d" % i] = torch.zeros_like(leaf) if leaf.grad is None else leaf.grad
    cases[name] = found


def mask(*shape):
    return (torch.arange(math.prod(shape)) % 3 != 1).reshape(shape)


def sq(t):
    return t * t


def parts(h):
    return h[:, 0:3] * h[:, 1:4] + h[1][0:3]


# Arithmetic
case("add", lambda a, b: a + b, x(2, 3), x(2, 3))
case("add broadcast", lambda a, b: a + b, x(2, 3), x(3))
case("add number", lambda a: a + 2.5, x(2, 3))
case("sub", lambda a, b: a - b, x(2, 3), x(2, 3))
case("sub broadcast", lambda a, b: a - b, x(3, 1), x(1, 4))
case("sub number", lambda a: a - 2.5, x(2, 3))
case("rsub", lambda a: 2.5 - a, x(2, 3))
case("mul", lambda a, b: a * b, x(2, 3), x(2, 3))
case("mul broadcast", lambda a, b: a * b, x(2, 1, 3), x(4, 1))
case("mul with a single number tensor", lambda a, b: a * b, x(2, 3), x())
case("mul number", lambda a: a * -3, x(2, 3))
case("mul with itself", lambda a: a * a, x(2, 3))
case("div", lambda a, b: a / b, x(2, 3), x(2, 3))
case("div broadcast", lambda a, b: a / b, x(2, 3), x(2, 1))
case("div number", lambda a: a / 4, x(2, 3))
case("rdiv", lambda a: 2 / a, x(2, 3))
case("neg", lambda a: -a, x(2, 3))
case("pow", lambda a: a**3, x(2, 3))
case("pow tensor", lambda a, b: a**b, pos(2, 3), x(2, 3))
case("pow broadcast", lambda a, b: a**b, pos(3), x(2, 3))
case("square", lambda a: a.square(), x(2, 3))
case("maximum", torch.maximum, x(2, 3), x(2, 3))
case("maximum broadcast", torch.maximum, x(2, 3), x(3))
case("minimum", torch.minimum, x(2, 3), x(3))
# Elementwise
for name in "abs exp sin cos tanh sigmoid erf reciprocal".split():
    case(name, lambda a, name=name: getattr(torch, name)(a), x(2, 3))
for name in "log log1p sqrt rsqrt".split():
    case(name, lambda a, name=name: getattr(torch, name)(a), pos(2, 3))
case("relu", F.relu, x(2, 3))
case("leakyRelu", lambda a: F.leaky_relu(a, 0.2), x(2, 3))
case("softplus", F.softplus, x(2, 3))
case("silu", F.silu, x(2, 3))
case("gelu", F.gelu, x(2, 3))
case("geluTanh", lambda a: F.gelu(a, approximate="tanh"), x(2, 3))
case("clamp", lambda a: a.clamp(-0.9, 0.8), x(2, 5))
# Reductions
case("sum", lambda a: a.sum(), x(2, 3))
case("sum dims", lambda a: a.sum((0, -1)), x(2, 3, 4))
case("sum kept", lambda a: a.sum(1, keepdim=True), x(2, 3, 4))
case("mean", lambda a: a.mean(), x(2, 3))
case("mean dims", lambda a: a.mean(1), x(2, 3, 4))
case("prod", lambda a: a.prod(), x(2, 3))
case("prod dim", lambda a: a.prod(1), x(2, 5, 2))
case("prod one zero", lambda a: a.prod(1, keepdim=True), zeroed((2, 3), 1))
case("prod zeros", lambda a: a.prod(1), zeroed((2, 3), 0, 2, 3))
case("var", lambda a: a.var(), x(2, 3))
case("var dims", lambda a: a.var(1, correction=0, keepdim=True), x(2, 3))
case("std", lambda a: a.std(), x(2, 3))
case("std dims", lambda a: a.std(0), x(3, 2))
case("max", lambda a: a.max(), x(2, 3))
case("max dims", lambda a: a.amax(1), x(2, 3))
case("min", lambda a: a.min(), x(2, 3))
case("min kept", lambda a: a.amin(0, keepdim=True), x(2, 3))
case("logSumExp", lambda a: a.logsumexp(1), x(2, 3))
case("cumsum", lambda a: a.cumsum(1), x(2, 4))
case("softmax", lambda a: a.softmax(-1), x(2, 3))
case("softmax dim 0", lambda a: a.softmax(0), x(3, 2))
case("logSoftmax", lambda a: a.log_softmax(1), x(2, 3))
# Movement
case("reshape", lambda a: sq(a.reshape(3, -1)), x(2, 3))
case("flatten", lambda a: sq(a.flatten(1)), x(2, 3, 2))
case("permute", lambda a: sq(a.permute(2, 0, 1)), x(2, 3, 4))
case("transpose", lambda a: sq(a.transpose(0, 2)), x(2, 3, 4))
case("t", lambda a: sq(a.t()), x(2, 3))
case("squeeze", lambda a: sq(a.squeeze(1)), x(2, 1, 3))
case("unsqueeze", lambda a: sq(a.unsqueeze(-1)), x(2, 3))
case("expand", lambda a: sq(a.expand(4, 2, 3)), x(2, 1))
case("sumTo", lambda a: sq(a.sum_to_size(2, 1)), x(2, 3))
case("slice", lambda a: sq(a[:, 1:4:2]), x(2, 5))
case("slice parts of one result", lambda a: parts(sq(a)), x(3, 4))
case("select", lambda a: sq(a.select(1, -1)), x(2, 3))
case("pad", lambda a: sq(F.pad(a, (1, 2))), x(2, 3))
case("flip", lambda a: sq(a.flip(1)), x(2, 3))
case("roll", lambda a: sq(a.roll(1, 1)), x(2, 3))
case("repeat", lambda a: sq(a.repeat(1, 2)), x(2, 3))
case("contiguous", lambda a: sq(a.t().contiguous()), x(2, 3))
# Indexing
case("take", lambda a: sq(a[[2, 0, 2]]), x(3, 2))
case("take rank 2", lambda a, i: sq(a[:, i]), x(2, 3), given([0], [2]))
case("take numbers", lambda a: sq(a[:, [1, 1]]), x(2, 3))
case("gather", lambda a, i: sq(a.gather(1, i)), x(2, 3), given([2, 0], [0, 0]))
case(
    "scatterAdd",
    lambda a, i, b: sq(a.scatter_add(1, i, b)),
    x(2, 3),
    given([2, 0], [0, 0]),
    x(2, 2),
)
case("scatter", lambda a, i, b: sq(a.scatter(1, i, b)), x(2, 3), given([2, 0], [0, 1]), x(2, 2))
case("maskedFill", lambda a: sq(a.masked_fill(a > 0, -2)), x(2, 3))
case("maskedFill broadcast", lambda a: sq(a.masked_fill(mask(3), -2)), x(2, 3))
case("maskedSelect", lambda a: sq(a.masked_select(mask(2, 3))), x(2, 3))
# Linear algebra
case("matmul", torch.matmul, x(2, 3), x(3, 4))
case("matmul batched", torch.matmul, x(2, 2, 3), x(2, 3, 2))
case("matmul broadcast", torch.matmul, x(2, 1, 2, 3), x(3, 3, 2))
case("matmul many by one", torch.matmul, x(2, 2, 3), x(3, 2))
case("matmul one by many", torch.matmul, x(2, 3), x(2, 3, 2))
case("matmul vector right", torch.matmul, x(2, 3), x(3))
case("matmul vector left", torch.matmul, x(3), x(3, 2))
case("matmul vectors", torch.matmul, x(3), x(3))
case("dot", torch.dot, x(3), x(3))
case("linear", F.linear, x(2, 3), x(4, 3), x(4))
case("linear no bias", F.linear, x(2, 3), x(4, 3))
case("linear steps", F.linear, x(2, 2, 3), x(4, 3), x(4))
case("linear vector", F.linear, x(3), x(4, 3), x(4))
case("of einsum product", lambda a, b: torch.einsum("ij,jk->ik", a, b), x(2, 3), x(3, 4))
case(
    "of einsum heads",
    lambda a, b: torch.einsum("bthd,bshd->bhts", a, b),
    x(2, 3, 2, 4),
    x(2, 2, 2, 4),
)
case(
    "of einsum three",
    lambda a, b, c: torch.einsum("ni,ioj,nj->no", a, b, c),
    x(2, 3),
    x(3, 2, 4),
    x(2, 4),
)
# Combining, values
case("where", lambda a, b: torch.where(a > 0, a, b), x(2, 3), x(3))
case("cat", lambda a, b: sq(torch.cat([a, b], 1)), x(2, 3), x(2, 1))
case("stack", lambda a, b: sq(torch.stack([a, b], 1)), x(2, 3), x(2, 3))
for name in ("split", "split sizes"):
    case(name, lambda a: (lambda p, q: p * p + q * p)(*a.split(2, 1)), x(2, 4))
case("copy", lambda a: sq(a.clone()), x(2, 3))
case("to", lambda a: sq(a.to(torch.float64)), x(2, 3))


# Losses
def focal(a, b):
    p, b = a.sigmoid(), b.sigmoid()
    hit = p * b + (1 - p) * (1 - b)
    weight = 0.25 * b + 0.75 * (1 - b)
    each = F.binary_cross_entropy_with_logits(a, b, reduction="none")
    return (weight * (1 - hit) ** 2 * each).mean()


def dice(a, b):
    p, b = a.sigmoid().flatten(1), b.sigmoid().flatten(1)
    return (1 - (2 * (p * b).sum(-1) + 1) / (p.sum(-1) + b.sum(-1) + 1)).mean()


labels = torch.tensor([3, 0, 3])
case("crossEntropy", F.cross_entropy, x(3, 4), given(3, 0, 3))
case("nll", lambda a, i: F.nll_loss(a.log_softmax(1), i), x(3, 4), given(3, 0, 3))
case("mse", F.mse_loss, x(2, 3), x(2, 3))
case("l1", F.l1_loss, x(2, 3), x(2, 3))
case("huber", lambda a, b: F.huber_loss(a, b, delta=0.7), x(2, 4), x(2, 4))
case(
    "bce", lambda a, b: F.binary_cross_entropy(a.sigmoid(), b.sigmoid()), x(2, 3), x(2, 3)
)
case(
    "bceWithLogits",
    lambda a, b: F.binary_cross_entropy_with_logits(a, b.sigmoid()),
    x(2, 3),
    x(2, 3),
)
case(
    "kl",
    lambda a, b: F.kl_div(a.log_softmax(1), b.softmax(1), reduction="batchmean"),
    x(2, 3),
    x(2, 3),
)
case("focal", focal, x(2, 3), x(2, 3))
case("dice", dice, x(2, 3, 2), x(2, 3, 2))
# Images
case(
    "conv2d",
    lambda a, w, b: F.conv2d(a, w, b, stride=2, padding=1),
    x(2, 2, 5, 4),
    x(3, 2, 3, 3),
    x(3),
)
case(
    "convTranspose2d",
    lambda a, w, b: F.conv_transpose2d(a, w, b, stride=2, padding=1),
    x(1, 2, 3, 2),
    x(2, 3, 3, 3),
    x(3),
)
case("maxPool2d", lambda a: F.max_pool2d(a, 2, 2), x(1, 2, 4, 4))
case("avgPool2d", lambda a: sq(F.avg_pool2d(a, 2, 1)), x(1, 2, 3, 4))
case("adaptiveAvgPool2d", lambda a: sq(F.adaptive_avg_pool2d(a, (3, 2))), x(1, 2, 5, 4))
case("adaptiveAvgPool2d one", lambda a: sq(F.adaptive_avg_pool2d(a, 1)), x(1, 2, 5, 4))
case("adaptiveMaxPool2d", lambda a: F.adaptive_max_pool2d(a, (3, 2)), x(1, 2, 5, 4))
case("adaptiveMaxPool2d larger", lambda a: F.adaptive_max_pool2d(a, (4, 3)), x(1, 2, 3, 2))
case("unfold", lambda a: sq(F.unfold(a, 3, stride=2, padding=1)), x(2, 2, 5, 4))
case("unfold pixels", lambda a: sq(F.unfold(a, 1)), x(1, 2, 3, 2))
case("fold", lambda a: sq(F.fold(a, (3, 4), 2)), x(2, 8, 6))
case(
    "bilinear",
    lambda a: sq(F.interpolate(a, (5, 3), mode="bilinear", align_corners=False)),
    x(1, 2, 3, 4),
)
# Normalization, attention
case("layerNorm", lambda a, g, b: F.layer_norm(a, (4,), g, b, 1e-5), x(2, 3, 4), x(4), x(4))
case(
    "layerNorm2d",
    lambda a, g, b: F.layer_norm(a.permute(0, 2, 3, 1), (3,), g, b, 1e-6).permute(0, 3, 1, 2),
    x(2, 3, 2, 2),
    x(3),
    x(3),
)


def batch_norm(a, g, b):
    return F.batch_norm(a, None, None, g, b, training=True, eps=1e-5)


case("batchNorm", batch_norm, x(4, 3), x(3), x(3))
case("batchNorm images", batch_norm, x(2, 3, 2, 2), x(3), x(3))


def given_norm(a, m, v, g, b):
    # F.batch_norm has no gradients of given statistics; the formula has.
    y = (a - m[:, None]) / (v[:, None] + 1e-5).sqrt() * g[:, None] + b[:, None]
    assert torch.allclose(y, F.batch_norm(a, m.detach(), v.detach(), g, b, eps=1e-5))
    return y


case("batchNorm given statistics", given_norm, x(2, 3, 2), x(3), pos(3), x(3), x(3))
case("groupNorm", lambda a, g, b: F.group_norm(a, 2, g, b, 1e-5), x(2, 4, 2, 2), x(4), x(4))
case("groupNorm not learned", lambda a: F.group_norm(a, 2, eps=1e-5), x(2, 4, 3))
case("scaledDotProduct", F.scaled_dot_product_attention, x(2, 3, 4), x(2, 5, 4), x(2, 5, 3))
case(
    "scaledDotProduct masked",
    lambda q, k, v: F.scaled_dot_product_attention(q, k, v, attn_mask=mask(2, 1, 5)),
    x(2, 3, 4), x(2, 5, 4), x(2, 5, 3),
)
case(
    "scaledDotProduct moved",
    lambda q, k, v, m: F.scaled_dot_product_attention(q, k, v, attn_mask=m),
    x(2, 3, 4), x(2, 5, 4), x(2, 5, 3), x(3, 5),
)


def on_grid(q, k, v, rows, columns):
    mask = (rows[..., :, None] + columns[..., None, :]).flatten(-2)
    return F.scaled_dot_product_attention(q, k, v, attn_mask=mask)


case("onGrid", on_grid, x(2, 3, 4), x(2, 6, 4), x(2, 6, 2), x(2, 3, 2), x(2, 3, 3))
case(
    "causal",
    lambda q, k, v: F.scaled_dot_product_attention(q, k, v, is_causal=True),
    x(3, 4),
    x(3, 4),
    x(3, 2),
)

# Places where a formula has a corner, a pole or an overflow; the names start with "at".
inf, nan = math.inf, math.nan


def at(name, f, *inputs):
    case("at " + name, f, *(given(*values) for values in inputs))


# Left out where PyTorch's choice is one of several: clamp at its bounds, abs and relu of NaN.
corners = (-inf, -1000.0, -2.0, -1e-8, -0.0, 0.0, 1e-8, 0.5, 2.0, 1000.0, inf, nan)
numbers = corners[:-1]
for name, f in {
    "abs": torch.abs,
    "exp": torch.exp,
    "log": torch.log,
    "log1p": torch.log1p,
    "sqrt": torch.sqrt,
    "rsqrt": torch.rsqrt,
    "reciprocal": torch.reciprocal,
    "square": torch.square,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "relu": F.relu,
    "leakyRelu": lambda a: F.leaky_relu(a, 0.2),
    "softplus": F.softplus,
    "erf": torch.erf,
    "clamp": lambda a: a.clamp(-3, 0.6),
    "pow 2": lambda a: a**2,
    "pow 0.5": lambda a: a**0.5,
    "pow 0": lambda a: a**0,
    "pow -1": lambda a: a**-1,
    "maskedFill": lambda a: a.masked_fill(a > 0, 3),
    "where": lambda a: torch.where(a > 0, a, -a),
}.items():
    at(name, f, numbers if name in ("abs", "relu") else numbers[1:] if name == "pow 0.5" else corners)
large = (-1000.0, -40.0, -8.0, -1e-8, 0.0, 1e-8, 8.0, 40.0, 1000.0)
at("silu", F.silu, large)
at("gelu", F.gelu, large)
at("geluTanh", lambda a: F.gelu(a, approximate="tanh"), large)
at("softmax", lambda a: a.softmax(0), large)
at("logSoftmax", lambda a: a.log_softmax(0), large)
at("logSumExp", lambda a: a.logsumexp(0), large)
at("softmax with -inf", lambda a: a.softmax(0), (-inf, 1.0, 2.0))
at("logSoftmax with -inf", lambda a: a.log_softmax(0), (-inf, 1.0, 2.0))
at("logSumExp with -inf", lambda a: a.logsumexp(0), (-inf, 1.0, 2.0))
ties = (1.0, 3.0, 3.0, -2.0, -2.0)
at("max", torch.max, ties)
at("min", torch.min, ties)
at("amax", lambda a: a.amax(0), ties)
at("maxPool2d", lambda a: F.max_pool2d(a.reshape(1, 1, 2, 4), 2), (1.0, 1.0, 2.0, 3.0, 1.0, 1.0, 3.0, 3.0))
at("maximum", torch.maximum, ties, (1.0, 2.0, 3.0, -1.0, -2.0))
at("minimum", torch.minimum, ties, (1.0, 2.0, 3.0, -1.0, -2.0))
at("div", torch.div, (1.0, -1.0, 0.0, 2.0), (0.0, 0.0, 5.0, inf))
at("pow tensor", torch.pow, (0.0, 0.0, 0.0, 2.0, -2.0), (0.0, 1.0, 2.0, 0.0, 2.0))
at("prod", torch.prod, (0.0, 2.0, 3.0, -1.0))
at("cumsum", lambda a: a.cumsum(0), (1e300, 1e300, -1e300))
at("var of one", lambda a: a.var(correction=0), (3.0,))
at("var of equals", torch.var, (3.0, 3.0, 3.0))
at("layerNorm of equals", lambda a: F.layer_norm(a, (3,)), (3.0, 3.0, 3.0))
at("mse", F.mse_loss, (1.0, 2.0), (1.0, -1e150))
at("l1", F.l1_loss, (1.0, 2.0, 3.0), (1.0, 1.0, 5.0))
at("huber", lambda a, b: F.huber_loss(a, b, delta=0.5), (1.0, 2.0, 3.0, 0.0), (1.0, 1.5, 5.0, 0.5))
at("bce", F.binary_cross_entropy, (0.0, 1.0, 0.3, 1e-9), (0.0, 1.0, 1.0, 1.0))
at("bceWithLogits", F.binary_cross_entropy_with_logits, (-1000.0, 1000.0, 0.0), (1.0, 0.0, 0.5))
at("crossEntropy", lambda a: F.cross_entropy(a[None], torch.tensor([0])), (-1000.0, 1000.0, 0.0))

# Layers, with their weights as PyTorch names them.
layers = collections.OrderedDict()


def layer(name, module, *inputs, steps=1):
    """Parameters random, then `steps` calls; the last result, and the state after."""
    g = generator(name)
    found = layers
    module = module.double()
    with torch.no_grad():
        for p in module.parameters():
            p.copy_(torch.rand(p.shape, generator=g) - 0.5)
    for key, t in module.state_dict().items():
        found["%s/before/%s" % (name, key)] = t.clone()
    args = [make(g) for make in inputs]
    for i, a in enumerate(args):
        found["%s/in%d" % (name, i)] = a
    for _ in range(steps):
        y = module(*args)
    ys = y if isinstance(y, tuple) else (y,)
    for i, t in enumerate(ys):
        found["%s/out%d" % (name, i)] = t
    sum((t * t).sum() for t in ys).backward()
    for key, t in module.state_dict().items():
        found["%s/after/%s" % (name, key)] = t.clone()
    for key, p in module.named_parameters():
        found["%s/grad/%s" % (name, key)] = p.grad
    module.eval()
    if "running_mean" in module.state_dict():
        found[name + "/eval"] = module(*args)


layer("RNNCell", torch.nn.RNNCell(3, 4), x(2, 3), x(2, 4))
layer("GRUCell", torch.nn.GRUCell(3, 4), x(2, 3), x(2, 4))


class Lstm(torch.nn.LSTMCell):
    def forward(self, a, h, c):
        return super().forward(a, (h, c))


layer("LSTMCell", Lstm(3, 4), x(2, 3), x(2, 4), x(2, 4))
layer("BatchNorm1d", torch.nn.BatchNorm1d(3), x(4, 3), steps=2)
layer("BatchNorm1d steps", torch.nn.BatchNorm1d(3), x(2, 3, 4), steps=2)
layer("BatchNorm2d", torch.nn.BatchNorm2d(3), x(2, 3, 2, 2), steps=3)
layer("GroupNorm", torch.nn.GroupNorm(2, 4), x(2, 4, 3))

flat = collections.OrderedDict()
for name, found in cases.items():
    for key, t in found.items():
        flat[name + "|" + key] = t
made = {"made": "make_golden.py, torch " + torch.__version__}
GOLDEN.mkdir(exist_ok=True)
write_safetensors(GOLDEN / "operations.safetensors", flat, made)
write_safetensors(GOLDEN / "layers.safetensors", layers, made)

# Checkpoints in PyTorch's and NumPy's own formats.
base = torch.arange(12, dtype=torch.float32).reshape(3, 4) / 8
weights = collections.OrderedDict(
    [
        ("fc.weight", torch.nn.Parameter(base.clone())),
        ("turned", base.t()),
        ("column", base[:, 1]),
        ("number", torch.tensor(2.5, dtype=torch.float64)),
        ("nothing", torch.zeros(0, 3)),
        ("half", torch.tensor([1.5, -2.0, 65504.0], dtype=torch.float16)),
        ("brain", torch.tensor([1.5, -2.0, 3e38]).to(torch.bfloat16)),
        ("long", torch.tensor([1 << 40, -7])),
        ("int", torch.tensor([3, -4], dtype=torch.int32)),
        ("short", torch.tensor([5, -6], dtype=torch.int16)),
        ("byte", torch.tensor([250, 7], dtype=torch.uint8)),
        ("char", torch.tensor([-128, 7], dtype=torch.int8)),
        ("bool", torch.tensor([True, False, True])),
    ]
)
torch.save(weights, GOLDEN / "weights.pth")
torch.save(
    {"model": weights, "epoch": 3, "best": 0.5, "name": "tiny", "sizes": [1, (2, 3)], "none": None},
    GOLDEN / "checkpoint.pth",
)
np.savez_compressed(
    GOLDEN / "arrays.npz",
    f4=np.arange(6, dtype=np.float32).reshape(2, 3),
    fortran=np.asfortranarray(np.arange(6, dtype=np.float64).reshape(2, 3)),
    big=np.arange(3, dtype=">i4"),
    i8=np.array([1 << 40, -7]),
    u1=np.array([250, 7], dtype=np.uint8),
    f2=np.array([1.5, -2], dtype=np.float16),
    flag=np.array([True, False]),
    number=np.array(2.5),
    nothing=np.zeros((0, 3)),
)
np.save(GOLDEN / "array.npy", np.arange(24, dtype=np.float32).reshape(2, 3, 4))
print(len(cases), "operations;", sum(f.stat().st_size for f in GOLDEN.glob("*s.safetensors")), "B")
