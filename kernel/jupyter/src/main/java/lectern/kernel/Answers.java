package lectern.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import lectern.display.MimeBundle;
import lectern.kernel.engine.Completion.Candidate;
import lectern.kernel.engine.Engine;
import lectern.kernel.engine.Language;
import lectern.kernel.protocol.CodePoints;
import lectern.kernel.protocol.Header;
import lectern.kernel.protocol.Json;
import lectern.kernel.protocol.Reply;
import lectern.kernel.protocol.Request;

/// Answers the requests that run nothing. Positions are code points outside, UTF-16 inside.
final class Answers {

  private Answers() {}

  static Reply kernelInfo(Language language) {
    var info =
        Json.object(
            Map.of(
                "name", language.name(),
                "version", language.version(),
                "mimetype", language.mimetype(),
                "file_extension", language.fileExtension(),
                "pygments_lexer", language.pygmentsLexer(),
                "codemirror_mode", language.codemirrorMode(),
                "nbconvert_exporter", "script"));
    return new Reply.KernelInfo(
        Reply.OK,
        Header.PROTOCOL,
        "lectern",
        version(),
        info,
        language.banner(),
        false,
        new JsonArray(),
        List.of("kernel subshells"));
  }

  static Reply complete(Engine engine, Request.Complete request) {
    var code = request.code();
    var found = engine.complete(code, CodePoints.toOffset(code, request.cursorPos()));
    int start = CodePoints.fromOffset(code, found.start());
    int end = CodePoints.fromOffset(code, found.end());
    var types = new JsonArray();
    for (var candidate : found.candidates()) {
      types.add(type(candidate, start, end));
    }
    var metadata = new JsonObject();
    metadata.add("_jupyter_types_experimental", types);
    var matches = found.candidates().stream().map(Candidate::text).toList();
    return new Reply.Complete(matches, start, end, metadata);
  }

  private static JsonObject type(Candidate candidate, int start, int end) {
    return Json.object(
        Map.of(
            "text", candidate.text(),
            "type", candidate.kind(),
            "signature", candidate.signature(),
            "start", start,
            "end", end));
  }

  static Reply inspect(Engine engine, Request.Inspect request) {
    var code = request.code();
    int cursor = CodePoints.toOffset(code, request.cursorPos());
    Optional<MimeBundle> found = engine.inspect(code, cursor, request.detailLevel());
    return new Reply.Inspect(
        found.isPresent(),
        found.map(Bundles::data).orElseGet(JsonObject::new),
        found.map(Bundles::metadata).orElseGet(JsonObject::new));
  }

  static Reply isComplete(Engine engine, Request.IsComplete request) {
    var answer = engine.isComplete(request.code());
    return new Reply.IsComplete(answer.status().name().toLowerCase(Locale.ROOT), answer.indent());
  }

  private static String version() {
    var version = Answers.class.getPackage().getImplementationVersion();
    return version == null ? "0" : version;
  }
}
