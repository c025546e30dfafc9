package lectern.kernel.jshell;

import java.lang.classfile.CodeModel;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LineNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;

/// The lines of a snippet that lie outside its loops. There a flag may be read for real: each is
/// passed once.
final class TopLines {

  private TopLines() {}

  /// Which of a method's line marks, counted from 0, begin such a line; the first never does.
  static Set<Integer> of(CodeModel code) {
    record Range(int from, int to) {}
    var targets = new HashMap<Label, Integer>();
    var loops = new ArrayList<Range>();
    var lines = new ArrayList<Integer>();
    var at = 0;
    for (var element : code) {
      switch (element) {
        case LabelTarget target -> targets.put(target.label(), at);
        case BranchInstruction branch when targets.containsKey(branch.target()) ->
            loops.add(new Range(targets.get(branch.target()), at));
        case LineNumber ignored -> lines.add(at);
        default -> {}
      }
      at++;
    }
    var top = new HashSet<Integer>();
    for (var i = 1; i < lines.size(); i++) {
      var line = lines.get(i);
      if (loops.stream().noneMatch(loop -> loop.from <= line && line <= loop.to)) {
        top.add(i);
      }
    }
    return top;
  }
}
