package lectern.kernel.magic;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferEvent;

/// Prints a line for each jar that was fetched and, meanwhile, how far all of them are.
final class Downloads extends AbstractTransferListener {

  private static final long PAUSE_NANOS = 500_000_000;

  private final Map<String, Long> running = new HashMap<>();
  private long said = System.nanoTime();
  private int width;

  @Override
  public synchronized void transferProgressed(TransferEvent event) {
    if (!isJar(event)) {
      return;
    }
    running.put(name(event), event.getTransferredBytes());
    if (System.nanoTime() - said > PAUSE_NANOS) {
      said = System.nanoTime();
      var bytes = running.values().stream().mapToLong(b -> b).sum();
      line(
          running.size() == 1
              ? String.format(
                  Locale.ROOT,
                  "fetching %s: %s of %s",
                  name(event),
                  size(bytes),
                  size(event.getResource().getContentLength()))
              : "fetching " + running.size() + " jars: " + size(bytes),
          "");
    }
  }

  @Override
  public synchronized void transferSucceeded(TransferEvent event) {
    if (isJar(event)) {
      running.remove(name(event));
      line("fetched " + name(event) + " (" + size(event.getTransferredBytes()) + ")", "\n");
    }
  }

  @Override
  public synchronized void transferFailed(TransferEvent event) {
    running.remove(name(event));
  }

  /// Writes over the line of before, if there is one.
  private void line(String text, String end) {
    var blank = " ".repeat(Math.max(0, width - text.length()));
    System.out.print((width > 0 ? "\r" : "") + text + blank + end);
    width = end.isEmpty() ? text.length() : 0;
  }

  private static boolean isJar(TransferEvent event) {
    return event.getRequestType() == TransferEvent.RequestType.GET && name(event).endsWith(".jar");
  }

  private static String name(TransferEvent event) {
    var path = event.getResource().getResourceName();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String size(long bytes) {
    return bytes < 100_000
        ? String.format(Locale.ROOT, "%.0f kB", bytes / 1e3)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
