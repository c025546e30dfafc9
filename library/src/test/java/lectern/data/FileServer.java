package lectern.data;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A web server on this machine that can break, stall and ignore ranges on demand.
final class FileServer implements AutoCloseable {

  final Map<String, byte[]> files = new ConcurrentHashMap<>();

  /// The Range header of each request, null where there was none.
  final List<String> ranges = Collections.synchronizedList(new ArrayList<>());

  volatile boolean ranged = true;
  volatile int breakAfter = -1;
  volatile int stallAfter = -1;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closed = new CountDownLatch(1);

  FileServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  private void answer(HttpExchange exchange) throws IOException {
    var range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(range);
    var content = files.get(exchange.getRequestURI().getPath());
    try (exchange) {
      if (content == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      int from = 0;
      if (range != null && ranged) {
        from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
        if (from >= content.length) {
          exchange.sendResponseHeaders(416, -1);
          return;
        }
      }
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
      int to = content.length;
      if (breakAfter >= 0) {
        to = Math.min(to, breakAfter);
      }
      if (stallAfter >= 0) {
        to = Math.min(to, stallAfter);
      }
      exchange.getResponseBody().write(content, from, to - from);
      exchange.getResponseBody().flush();
      if (stallAfter >= 0) {
        closed.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
