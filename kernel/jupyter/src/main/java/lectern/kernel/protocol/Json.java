package lectern.kernel.protocol;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.util.Map;

/// The protocol's JSON: `snake_case` names, absent instead of null, no HTML escapes.
public final class Json {

  /// Converts the records of this package.
  public static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .disableHtmlEscaping()
          .create();

  private Json() {}

  /// A map of strings, numbers, booleans, lists and maps as a JSON object.
  ///
  /// @throws IllegalArgumentException for NaN and infinities, which JSON has not
  public static JsonObject object(Map<String, ?> map) {
    return GSON.toJsonTree(map, Map.class).getAsJsonObject();
  }

  /// An object with one string.
  public static JsonObject object(String key, String value) {
    var object = new JsonObject();
    object.addProperty(key, value);
    return object;
  }
}
