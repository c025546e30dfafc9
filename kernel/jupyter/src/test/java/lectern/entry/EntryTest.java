package lectern.entry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class EntryTest {

  @Test
  void javaElevenCanReadTheEntry() throws IOException {
    try (var in = new DataInputStream(Entry.class.getResourceAsStream("Entry.class"))) {
      assertEquals(0xCAFEBABE, in.readInt());
      in.readUnsignedShort();
      assertTrue(in.readUnsignedShort() <= 55, "its class file is of Java 11");
    }
  }

  @Test
  void anOldJavaIsToldWhatToDo() {
    assertEquals(
        "Lectern's kernel needs Java 25 or later; this is Java 17 in /old. Start the jar with a"
            + " newer one: /path/to/jdk-25/bin/java -jar lectern-kernel.jar install",
        Entry.complaint(17, "/old"));
    assertNull(Entry.complaint(25, "/new"));
  }
}
