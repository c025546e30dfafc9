package lectern.kernel.protocol;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The protocol's names of the records, derived from their Java names.
final class MessageTypes {

  private static final Map<String, Class<? extends Content>> BY_NAME = table();

  private MessageTypes() {}

  static String nameOf(Content content) {
    return name(content.getClass());
  }

  static Optional<Class<? extends Content>> classOf(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  private static String name(Class<?> type) {
    var word = type.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    if (Request.class.isAssignableFrom(type)) {
      return word + "_request";
    }
    if (Reply.class.isAssignableFrom(type)) {
      return word + "_reply";
    }
    return CommContent.class.isAssignableFrom(type) ? "comm_" + word : word;
  }

  private static Map<String, Class<? extends Content>> table() {
    var table = new HashMap<String, Class<? extends Content>>();
    for (var family : Content.class.getPermittedSubclasses()) {
      for (var type : family.getPermittedSubclasses()) {
        if (type != Reply.Failed.class && type != Reply.Aborted.class) {
          table.put(name(type), type.asSubclass(Content.class));
        }
      }
    }
    return table;
  }
}
