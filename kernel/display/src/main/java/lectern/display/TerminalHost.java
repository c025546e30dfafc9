package lectern.display;

import java.nio.charset.Charset;
import java.util.NoSuchElementException;
import java.util.Scanner;
import java.util.UUID;

/// Prints the `text/plain` part: what happens without a notebook.
class TerminalHost implements DisplayHost {

  private final Scanner lines = new Scanner(System.in, Charset.defaultCharset());

  @Override
  public void show(MimeBundle bundle, String id, boolean update) {
    System.out.println(bundle.text());
  }

  @Override
  public void clearOutput(boolean wait) {
    // A terminal keeps what it printed.
  }

  @Override
  public boolean isRich() {
    return false;
  }

  @Override
  public String ask(String prompt, boolean hidden) {
    var console = System.console();
    if (hidden && console.isTerminal()) {
      return new String(console.readPassword("%s", prompt));
    }
    System.out.print(prompt);
    try {
      return lines.nextLine();
    } catch (NoSuchElementException e) {
      throw new NoInputException("input: standard input has no line for \"" + prompt + "\"");
    }
  }

  @Override
  public Comm openComm(String target, CommMessage opening, CommListener listener) {
    var id = UUID.randomUUID().toString();
    return new Comm() {
      @Override
      public String id() {
        return id;
      }

      @Override
      public void send(CommMessage message) {
        // A terminal has no page.
      }

      @Override
      public void close() {
        // A terminal has no page.
      }
    };
  }

  @Override
  public void acceptComms(String target, CommTarget answer) {
    // No page opens a comm.
  }
}
