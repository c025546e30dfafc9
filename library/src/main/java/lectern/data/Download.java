package lectern.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/// Fetches one file over HTTP. What has come stays in `NAME.part` when the line breaks, and the
/// next try asks for the rest only; the file gets its name when it is complete and checked.
///
/// @param answer how long a server may take to answer; short, so that an offline machine is
///   recognised at once
/// @param stall how long the data may stop flowing
record Download(Duration answer, Duration stall) {

  /// Told how far a download is.
  interface Progress {
    /// Called after each piece that came.
    ///
    /// @param done bytes that are here
    /// @param total bytes of the whole file, or -1 when the server does not say
    void at(long done, long total);
  }

  /// Fetches `from` into `target`.
  ///
  /// @param valid looks at the complete file before it gets its name
  /// @throws IOException when no complete and valid file came; the message says why
  void fetch(URI from, Path target, Predicate<Path> valid, Progress progress)
      throws IOException, InterruptedException {
    Files.createDirectories(target.toAbsolutePath().getParent());
    var part = target.resolveSibling(target.getFileName() + ".part");
    var client =
        HttpClient.newBuilder()
            .connectTimeout(answer)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    try {
      long have = Files.exists(part) ? Files.size(part) : 0;
      var response = ask(client, from, have);
      if (have > 0 && response.statusCode() != 206 && response.statusCode() != 200) {
        response.body().close();
        have = 0;
        response = ask(client, from, 0);
      }
      receive(response, part, response.statusCode() == 206 ? have : 0, progress);
    } finally {
      // Not close(): it would wait for an answer that was given up.
      client.shutdownNow();
    }
    if (!valid.test(part)) {
      Files.delete(part);
      throw new IOException("what " + from + " sent is not the expected file (wrong checksum)");
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private HttpResponse<InputStream> ask(HttpClient client, URI from, long have)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(from).timeout(answer);
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    CompletableFuture<HttpResponse<InputStream>> coming =
        client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try {
      // The client's own limits leave the search for the host's address unbounded.
      return coming.get(answer.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      coming.cancel(true);
      throw noAnswer(from, e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof HttpTimeoutException
          ? noAnswer(from, e)
          : new IOException(from.getHost() + " cannot be reached", e.getCause());
    }
  }

  private IOException noAnswer(URI from, Exception cause) {
    return new IOException(
        "%s did not answer in %d ms".formatted(from.getHost(), answer.toMillis()), cause);
  }

  private void receive(HttpResponse<InputStream> response, Path part, long have, Progress progress)
      throws IOException {
    int status = response.statusCode();
    try (var body = response.body()) {
      if (status != 200 && status != 206) {
        throw new IOException("%s answered HTTP %d".formatted(response.uri(), status));
      }
      long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
      long total = length < 0 ? -1 : have + length;
      var last = new AtomicLong(System.nanoTime());
      var watch = Thread.ofVirtual().start(() -> watch(body, last));
      try (var out = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        out.truncate(have);
        out.position(have);
        copy(body, out, have, total, last, progress);
      } finally {
        watch.interrupt();
      }
    }
  }

  private static void copy(
      InputStream body, FileChannel out, long have, long total, AtomicLong last, Progress progress)
      throws IOException {
    var buffer = new byte[1 << 16];
    long done = have;
    for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
      var bytes = ByteBuffer.wrap(buffer, 0, n);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      done += n;
      last.set(System.nanoTime());
      progress.at(done, total);
    }
    if (total >= 0 && done != total) {
      throw new IOException("the line broke after %,d of %,d bytes".formatted(done, total));
    }
  }

  /// Closes a body that has stopped flowing, which ends the reader's wait with an error.
  private void watch(InputStream body, AtomicLong last) {
    try {
      while (System.nanoTime() - last.get() < stall.toNanos()) {
        Thread.sleep(Math.max(10, stall.toMillis() / 10));
      }
      body.close();
    } catch (InterruptedException | IOException e) {
      Thread.currentThread().interrupt();
    }
  }
}
