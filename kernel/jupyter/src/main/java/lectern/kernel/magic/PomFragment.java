package lectern.kernel.magic;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import lectern.kernel.jshell.Magics.UsageException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/// The dependencies and repositories of a POM or of a piece of one.
///
/// @param coordinates `group:artifact[:type[:classifier]]:version`
/// @param repositories addresses by id
record PomFragment(List<String> coordinates, Map<String, String> repositories) {

  private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");

  /// Reads a file.
  static PomFragment read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new UsageException("The POM cannot be read: " + file.toAbsolutePath(), e);
    }
  }

  /// Reads a whole POM, or just some of its elements.
  static PomFragment parse(String xml) {
    var body = xml.replaceFirst("^\\s*<\\?xml[^>]*\\?>", "");
    var document = document("<root>" + body.strip() + "</root>");
    var properties = new LinkedHashMap<String, String>();
    for (var element : all(document, "properties")) {
      for (var child : children(element)) {
        properties.put(child.getTagName(), child.getTextContent().strip());
      }
    }
    var coordinates = new ArrayList<String>();
    for (var dependency : all(document, "dependency")) {
      if (isDependency(dependency)) {
        coordinates.add(coordinates(dependency, properties));
      }
    }
    var repositories = new LinkedHashMap<String, String>();
    for (var repository : all(document, "repository")) {
      var url = text(repository, "url", properties);
      var id = text(repository, "id", properties);
      repositories.put(id.isEmpty() ? url : id, url);
    }
    return new PomFragment(List.copyOf(coordinates), repositories);
  }

  private static boolean isDependency(Element element) {
    var scope = text(element, "scope", Map.of());
    var parent = element.getParentNode().getParentNode();
    var managed = parent instanceof Element e && e.getTagName().equals("dependencyManagement");
    return !managed && !scope.equals("test") && !text(element, "optional", Map.of()).equals("true");
  }

  private static String coordinates(Element dependency, Map<String, String> properties) {
    var parts = new ArrayList<String>();
    for (var name : List.of("groupId", "artifactId", "type", "classifier", "version")) {
      var value = text(dependency, name, properties);
      if (value.isEmpty()
          && name.equals("type")
          && !text(dependency, "classifier", properties).isEmpty()) {
        value = "jar";
      }
      if (!value.isEmpty()) {
        parts.add(value);
      } else if (!name.equals("type") && !name.equals("classifier") && !name.equals("version")) {
        throw new UsageException("A <dependency> has no <" + name + ">.");
      }
    }
    return String.join(":", parts);
  }

  private static String text(Element element, String name, Map<String, String> properties) {
    for (var child : children(element)) {
      if (child.getTagName().equals(name)) {
        return PROPERTY
            .matcher(child.getTextContent().strip())
            .replaceAll(
                m -> Matcher.quoteReplacement(properties.getOrDefault(m.group(1), m.group())));
      }
    }
    return "";
  }

  private static List<Element> all(Document document, String name) {
    var found = document.getElementsByTagName(name);
    var elements = new ArrayList<Element>();
    for (var i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  private static List<Element> children(Element element) {
    var found = new ArrayList<Element>();
    for (var node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element e) {
        found.add(e);
      }
    }
    return found;
  }

  private static Document document(String xml) {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      return builder.parse(new InputSource(new StringReader(xml)));
    } catch (SAXException e) {
      throw new UsageException("This is not the XML of a POM: " + e.getMessage(), e);
    } catch (IOException | ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }
}
