package lectern.tensor;

/// What this thread's operations do besides computing.
///
/// @param recording whether operations are recorded for a backward pass
/// @param anomaly whether every result is searched for NaN
/// @param scope who notes the memory that is made, or `null`
record Mode(boolean recording, boolean anomaly, Scope scope) {

  static final ScopedValue<Mode> SCOPE = ScopedValue.newInstance();

  private static final Mode NORMAL = new Mode(true, false, null);

  static Mode current() {
    return SCOPE.isBound() ? SCOPE.get() : NORMAL;
  }

  static boolean isRecording() {
    return current().recording;
  }

  Mode withRecording(boolean on) {
    return new Mode(on, anomaly, scope);
  }

  Mode withAnomaly(boolean on) {
    return new Mode(recording, on, scope);
  }

  Mode with(Scope scope) {
    return new Mode(recording, anomaly, scope);
  }
}
