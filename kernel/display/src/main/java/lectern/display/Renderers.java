package lectern.display;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Chooses how a value is shown. Asked in this order: the value itself ([Displayable]), the class
/// path's [Renderer]s, the value's methods ([DuckTyping]), then what is known about the JDK's
/// classes. The result always has `text/plain`; what user code throws is shown, not passed on.
final class Renderers {

  private Renderers() {}

  /// The bundle of a value.
  ///
  /// @param mimes the formats asked for; none for all. A string is taken as text of that format
  static MimeBundle render(Object value, String... mimes) {
    if (mimes.length > 0 && value instanceof CharSequence text) {
      var bundle = MimeBundle.text(text.toString());
      for (var mime : mimes) {
        bundle = bundle.with(mime, text.toString());
      }
      return bundle;
    }
    var all = withText(value, full(value));
    return mimes.length == 0 ? all : only(all, List.of(mimes));
  }

  private static MimeBundle only(MimeBundle all, List<String> mimes) {
    var data = new LinkedHashMap<>(all.data());
    data.keySet().removeIf(mime -> !mimes.contains(mime) && !mime.equals(MimeBundle.TEXT));
    return new MimeBundle(data, all.metadata());
  }

  private static MimeBundle withText(Object value, MimeBundle bundle) {
    return bundle.data().containsKey(MimeBundle.TEXT)
        ? bundle
        : bundle.with(MimeBundle.TEXT, Texts.of(value));
  }

  private static MimeBundle full(Object value) {
    if (value == null) {
      return MimeBundle.text("null");
    }
    try {
      if (value instanceof MimeBundle bundle) {
        return bundle;
      }
      if (value instanceof Displayable displayable) {
        return displayable.toMimeBundle();
      }
      for (var renderer : Services.all()) {
        var bundle = ask(renderer, value);
        if (bundle.isPresent()) {
          return bundle.get();
        }
      }
      var own = DuckTyping.of(value);
      return own.isPresent() ? own.get() : known(value);
    } catch (Throwable e) {
      Failures.passOn(e);
      return MimeBundle.text(Failures.text(value, e.getCause() == null ? e : e.getCause()));
    }
  }

  /// A renderer whose library is missing says so with a linkage error; another may know the value.
  private static Optional<MimeBundle> ask(Renderer renderer, Object value) {
    try {
      return renderer.render(value);
    } catch (LinkageError e) {
      return Optional.empty();
    }
  }

  private static MimeBundle known(Object value) throws Exception {
    if (value instanceof CharSequence || value instanceof Number || value instanceof Boolean) {
      return MimeBundle.text(Texts.of(value));
    }
    if (value instanceof Throwable error) {
      return MimeBundle.text(trace(error));
    }
    if (value instanceof Optional<?> optional && optional.isPresent()) {
      return full(optional.get()).with(MimeBundle.TEXT, Texts.of(value));
    }
    var picture = Pictures.of(value);
    if (picture.isPresent()) {
      return picture.get();
    }
    var text = MimeBundle.text(Texts.of(value));
    return Tables.of(value).map(html -> text.with(MimeBundle.HTML, html)).orElse(text);
  }

  private static String trace(Throwable error) {
    var text = new StringWriter();
    error.printStackTrace(new PrintWriter(text));
    return text.toString().strip();
  }
}
