package lectern.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import lectern.kernel.protocol.Request;
import lectern.kernel.wire.Log;

/// The cells that ran, for the arrow-up key of a console. Safe for use by several threads.
///
/// This kernel's cells are here with their outputs; those of other sessions are read from the file
/// when a client asks. A thread of its own writes, so that no cell waits for a disk.
final class History implements AutoCloseable {

  private record Line(int session, int number, String code, String output) {}

  private static final Comparator<Line> IN_ORDER =
      Comparator.comparingInt(Line::session).thenComparingInt(Line::number);

  /// `*`, `?`, a set in brackets, or other text.
  private static final Pattern GLOB = Pattern.compile("\\*|\\?|\\[(\\^?[^\\]]+)\\]|[^*?\\[]+|\\[");

  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final List<Line> lines = new ArrayList<>();

  /// How many of them the file has.
  private int written;

  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("lectern-history").factory());

  /// Where sessions are kept; empty for none, and after a failure.
  private volatile Optional<HistoryFile> file;

  /// This kernel's number; 0 until it has begun. Only the writer sets it.
  private volatile int session;

  History(Optional<HistoryFile> file) {
    this.file = file;
  }

  /// Keeps a cell.
  ///
  /// @param output its value as text, or null
  void add(int number, String code, String output) {
    synchronized (this) {
      lines.add(new Line(0, number, code, output));
    }
    if (file.isPresent()) {
      writer.execute(this::write);
    }
  }

  /// Writes all that has come together; the tasks behind then find nothing.
  private void write() {
    int own = begin();
    List<Line> now;
    synchronized (this) {
      now = List.copyOf(lines.subList(written, lines.size()));
      written = lines.size();
    }
    try {
      if (file.isPresent() && !now.isEmpty()) {
        file.get()
            .append(now.stream().map(l -> new HistoryFile.Entry(own, l.number, l.code)).toList());
      }
    } catch (IOException e) {
      giveUp(e);
    }
  }

  private int begin() {
    if (session == 0) {
      try {
        session = file.isPresent() ? file.get().begin() : 1;
      } catch (IOException e) {
        giveUp(e);
        session = 1;
      }
    }
    return session;
  }

  private void giveUp(IOException cause) {
    file = Optional.empty();
    Log.line("cells are not kept for the next start: " + cause);
  }

  /// The rows that a client asks for, oldest first.
  JsonArray answer(Request.History request) {
    int own = ownSession();
    var all = all(own);
    var chosen =
        switch (request.histAccessType()) {
          case "range" -> range(request, own, all);
          case "search" -> last(request.n(), search(request, all));
          default -> last(request.n(), all);
        };
    var rows = new JsonArray();
    chosen.forEach(line -> rows.add(row(line, request.output())));
    return rows;
  }

  private int ownSession() {
    if (session > 0 || file.isEmpty()) {
      return Math.max(1, session);
    }
    try {
      return writer.submit(this::begin).get(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      Log.line("this kernel has no number yet: " + e);
    }
    return Math.max(1, session);
  }

  private List<Line> all(int own) {
    var all = new ArrayList<Line>();
    try {
      for (var entry : file.isPresent() ? file.get().read() : List.<HistoryFile.Entry>of()) {
        if (entry.line() != null && entry.session() != own) {
          all.add(new Line(entry.session(), entry.line(), entry.input(), null));
        }
      }
    } catch (IOException e) {
      giveUp(e);
    }
    synchronized (this) {
      lines.forEach(l -> all.add(new Line(own, l.number, l.code, l.output)));
    }
    all.sort(IN_ORDER);
    return all;
  }

  /// Session 0 is this one, -1 the one before; a negative line counts from the session's end.
  private static List<Line> range(Request.History request, int own, List<Line> all) {
    int wanted = request.session() > 0 ? request.session() : own + request.session();
    var session = all.stream().filter(l -> l.session == wanted).toList();
    int end = session.isEmpty() ? 1 : session.getLast().number + 1;
    int start = request.start() < 0 ? request.start() + end : request.start();
    int stop =
        request.stop() == null || request.stop() == 0
            ? end
            : request.stop() < 0 ? request.stop() + end : request.stop();
    return session.stream().filter(l -> l.number >= start && l.number < stop).toList();
  }

  private static List<Line> search(Request.History request, List<Line> all) {
    var pattern = glob(request.pattern());
    var found = all.stream().filter(l -> pattern.matcher(l.code).matches()).toList();
    if (!request.unique()) {
      return found;
    }
    var newest = new LinkedHashMap<String, Line>();
    for (var line : found) {
      newest.remove(line.code);
      newest.put(line.code, line);
    }
    return List.copyOf(newest.values());
  }

  private static <T> List<T> last(Integer n, List<T> all) {
    return n == null ? all : all.subList(Math.max(0, all.size() - Math.max(0, n)), all.size());
  }

  /// `*` is any text, `?` any character, `[a-c]` one of several, `[^a-c]` any other.
  private static Pattern glob(String pattern) {
    var regex =
        GLOB.matcher(pattern)
            .replaceAll(
                found -> {
                  var part = found.group();
                  var set = found.group(1);
                  return Matcher.quoteReplacement(
                      set != null
                          ? "[" + set.replaceAll("[\\\\\\[&]", "\\\\$0") + "]"
                          : part.equals("*") ? ".*" : part.equals("?") ? "." : Pattern.quote(part));
                });
    try {
      return Pattern.compile(regex, Pattern.DOTALL);
    } catch (PatternSyntaxException e) { // [z-a]
      return Pattern.compile(Pattern.quote(pattern));
    }
  }

  private static JsonArray row(Line line, boolean withOutput) {
    var row = new JsonArray();
    row.add(line.session);
    row.add(line.number);
    if (!withOutput) {
      row.add(line.code);
      return row;
    }
    JsonElement output = line.output == null ? JsonNull.INSTANCE : new JsonPrimitive(line.output);
    var pair = new JsonArray();
    pair.add(line.code);
    pair.add(output);
    row.add(pair);
    return row;
  }

  /// Waits until all cells are written, at most `limit`.
  void flush(Duration limit) {
    try {
      writer.submit(() -> {}).get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      Log.line(
          "the last cells may be lost to the history: writing them takes longer than " + limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | RejectedExecutionException e) {
      return; // closed, or told when it happened
    }
  }

  /// Writes what is left.
  @Override
  public void close() {
    flush(LAST_WORDS);
    writer.shutdown();
  }
}
