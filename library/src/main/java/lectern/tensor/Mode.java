package lectern.tensor;

/// What this thread's operations do besides computing.
///
/// @param recording whether operations are recorded for a backward pass
/// @param anomaly whether every result is searched for NaN
record Mode(boolean recording, boolean anomaly) {

  static final ScopedValue<Mode> SCOPE = ScopedValue.newInstance();

  private static final Mode NORMAL = new Mode(true, false);

  static Mode current() {
    return SCOPE.isBound() ? SCOPE.get() : NORMAL;
  }

  static boolean isRecording() {
    return current().recording;
  }

  Mode withRecording(boolean on) {
    return new Mode(on, anomaly);
  }

  Mode withAnomaly(boolean on) {
    return new Mode(recording, on);
  }
}
