package lectern.display;

/// Prints the `text/plain` part: what happens without a notebook.
final class TerminalHost implements DisplayHost {

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
}
