package lectern.tensor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import lectern.backend.Shape;
import lectern.display.Displayable;
import lectern.display.MimeBundle;

/// The recorded graph below a tensor: operations, and the leaves that collect gradients.
///
/// ```java
/// Graph.of(loss)      // draws itself: leaves on top, the loss at the bottom
/// ```
///
/// Draw it before `backward()` or after; what is drawn outlives the release of the rules.
public final class Graph implements Displayable {

  private static final int DRAWABLE = 400;

  private final List<Node> nodes;

  /// A box: an operation's result or a leaf.
  ///
  /// @param label the operation's or the leaf's name
  /// @param shape the shape of the values
  /// @param leaf whether it collects gradients
  /// @param inputs the boxes with arrows to this one
  public record Node(String label, Shape shape, boolean leaf, List<Node> inputs) {
    public Node {
      inputs = List.copyOf(inputs);
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  private Graph(List<Node> nodes) {
    this.nodes = List.copyOf(nodes);
  }

  /// The graph that `root` was made by.
  ///
  /// @throws IllegalStateException if nothing was recorded
  public static Graph of(Tensor root) {
    if (!root.requiresGrad()) {
      throw new IllegalStateException(
          "Graph.of needs a tensor made from one with requiresGrad(true); nothing was recorded"
              + " here");
    }
    var made = new IdentityHashMap<Object, Node>();
    var order = new ArrayList<Node>();
    if (root.op() == null) {
      leaf(root, made, order);
    } else {
      build(root.op(), made, order);
    }
    return new Graph(order);
  }

  /// Inputs before what is made of them, without recursion: graphs may be thousands of ops deep.
  private static void build(Op root, IdentityHashMap<Object, Node> made, List<Node> order) {
    var todo = new ArrayDeque<Op>();
    todo.push(root);
    while (!todo.isEmpty()) {
      var op = todo.peek();
      boolean ready = true;
      for (var edge : op.edges) {
        if (edge != null && edge.op != null && !made.containsKey(edge.op)) {
          todo.push(edge.op);
          ready = false;
        }
      }
      if (!ready) {
        continue;
      }
      todo.pop();
      if (!made.containsKey(op)) {
        var inputs = new ArrayList<Node>();
        for (var edge : op.edges) {
          if (edge != null) {
            inputs.add(edge.op != null ? made.get(edge.op) : leaf(edge.leaf, made, order));
          }
        }
        var node = new Node(op.name(), op.shape(), false, inputs);
        made.put(op, node);
        order.add(node);
      }
    }
  }

  private static Node leaf(Tensor tensor, IdentityHashMap<Object, Node> made, List<Node> order) {
    var node = made.get(tensor);
    if (node == null) {
      var label = tensor.name() == null ? "leaf" : tensor.name();
      node = new Node(label, tensor.shape(), true, List.of());
      made.put(tensor, node);
      order.add(node);
    }
    return node;
  }

  /// All boxes, inputs before what is made of them; the last one is the tensor asked for.
  public List<Node> nodes() {
    return nodes;
  }

  @Override
  public MimeBundle toMimeBundle() {
    var text = MimeBundle.text(toString());
    return nodes.size() > DRAWABLE ? text : text.with(MimeBundle.SVG, GraphDrawing.svg(nodes));
  }

  /// One line per box, with the numbers of its inputs.
  @Override
  public String toString() {
    var numbers = new IdentityHashMap<Node, Integer>();
    var text = new StringBuilder();
    for (var node : nodes) {
      int number = numbers.size() + 1;
      numbers.put(node, number);
      text.append(number).append(": ").append(node.label()).append(' ').append(node.shape());
      if (!node.inputs().isEmpty()) {
        var from = node.inputs().stream().map(i -> String.valueOf(numbers.get(i))).toList();
        text.append(" ← ").append(String.join(", ", from));
      }
      text.append('\n');
    }
    return text.toString().stripTrailing();
  }
}
