package lectern.display;

import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Chooses how a value is shown. Asked in this order: the value itself ([Displayable]), the class
/// path's [Renderer]s, the value's methods ([DuckTyping]), then what is known about the JDK's
/// classes. The result always has `text/plain`; what user code throws is shown, not passed on.
final class Renderers {

  private Renderers() {}

  /// The bundle of a value.
  ///
  /// @param mimes the formats asked for; none for all
  static MimeBundle render(Object value, String... mimes) {
    var all = withText(value, full(value));
    if (mimes.length == 0) {
      return all;
    }
    var data = new LinkedHashMap<String, Object>();
    data.put(MimeBundle.TEXT, value instanceof CharSequence ? value.toString() : all.text());
    for (var mime : mimes) {
      var content = all.data().get(mime);
      var given = content == null ? taken(value, mime) : content;
      if (given != null) {
        data.put(mime, given);
      }
    }
    return new MimeBundle(data, all.metadata());
  }

  /// The value as it is, if it can be the content of that format.
  private static Object taken(Object value, String mime) {
    if (value instanceof CharSequence text) {
      return text.toString();
    }
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    boolean isJson =
        value instanceof Map
            || value instanceof Collection
            || value instanceof Number
            || value instanceof Boolean;
    return isJson && MimeBundle.isJson(mime) ? value : null;
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
      return MimeBundle.text(Scripting.trace(error));
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
}
