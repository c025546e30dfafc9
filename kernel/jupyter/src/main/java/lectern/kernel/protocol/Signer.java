package lectern.kernel.protocol;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs and verifies the four JSON parts of a message with the connection file's key.
///
/// An empty key means unsigned messages, as the protocol has it. Safe for use by several threads.
public final class Signer {

  private final Mac mac;

  /// @param scheme for example `hmac-sha256`
  /// @param key the connection file's key
  /// @throws IllegalArgumentException when the scheme is unknown
  public Signer(String scheme, String key) {
    if (key.isEmpty()) {
      mac = null;
      return;
    }
    var algorithm = scheme.toUpperCase(Locale.ROOT).replace("HMAC-", "Hmac").replace("_", "");
    try {
      mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "connection file: signature_scheme \"" + scheme + "\" is unknown; use hmac-sha256", e);
    }
  }

  /// Whether there is a key.
  boolean isSigning() {
    return mac != null;
  }

  /// The signature as lower-case hex, or the empty string without a key.
  public synchronized String sign(List<byte[]> parts) {
    if (mac == null) {
      return "";
    }
    parts.forEach(mac::update);
    return HexFormat.of().formatHex(mac.doFinal());
  }

  /// Whether `signature` is that of `parts`. The comparison takes the same time for all.
  public boolean verifies(byte[] signature, List<byte[]> parts) {
    return mac == null
        || MessageDigest.isEqual(sign(parts).getBytes(StandardCharsets.US_ASCII), signature);
  }
}
