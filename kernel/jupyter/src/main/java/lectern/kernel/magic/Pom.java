package lectern.kernel.magic;

import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import lectern.kernel.jshell.Magics.UsageException;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.repository.WorkspaceReader;
import org.eclipse.aether.repository.WorkspaceRepository;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/// A POM in a file, offered to the resolver as if it were the artifact [#artifact]; the resolver
/// then reads it as Maven does.
final class Pom implements WorkspaceReader {

  private static final Artifact NAME = new DefaultArtifact("lectern.notebook:cell:pom:1");

  private final WorkspaceRepository repository = new WorkspaceRepository("notebook");
  private final File file;

  private Pom(Path file) {
    this.file = file.toFile();
  }

  /// A file.
  ///
  /// @throws UsageException when there is none, or it holds no POM
  static Pom of(Path file) {
    try {
      parse(Files.readString(file));
      return new Pom(file.toAbsolutePath());
    } catch (IOException e) {
      throw new UsageException("The POM cannot be read: " + file.toAbsolutePath(), e);
    }
  }

  /// A whole POM, or pieces of one as people copy them: `<dependency>` and `<repository>` elements,
  /// alone or in their lists, properties, a parent.
  ///
  /// @throws UsageException when it is not XML
  static Pom of(String xml) throws IOException {
    var file = Files.createTempFile("lectern-pom-", ".xml");
    file.toFile().deleteOnExit();
    Files.writeString(file, whole(xml.replaceFirst("^\\s*<\\?xml[^>]*\\?>", "").strip()));
    return new Pom(file);
  }

  /// The name under which it is read.
  Artifact artifact() {
    return NAME;
  }

  @Override
  public WorkspaceRepository getRepository() {
    return repository;
  }

  @Override
  public File findArtifact(Artifact artifact) {
    boolean isThis =
        artifact.getGroupId().equals(NAME.getGroupId())
            && artifact.getArtifactId().equals(NAME.getArtifactId())
            && artifact.getExtension().equals("pom");
    return isThis ? file : null;
  }

  @Override
  public List<String> findVersions(Artifact artifact) {
    return List.of();
  }

  private static String whole(String xml) {
    var given = parse("<pieces>" + xml + "</pieces>");
    var pieces = children(given.getDocumentElement());
    if (pieces.size() == 1 && pieces.getFirst().getTagName().equals("project")) {
      return xml;
    }
    var project = parse("<project/>");
    var root = project.getDocumentElement();
    add(root, "modelVersion", "4.0.0");
    add(root, "groupId", NAME.getGroupId());
    add(root, "artifactId", NAME.getArtifactId());
    add(root, "version", NAME.getVersion());
    var dependencies = add(root, "dependencies", "");
    var repositories = add(root, "repositories", "");
    for (var piece : pieces) {
      switch (piece.getTagName()) {
        case "dependency" -> copy(piece, dependencies);
        case "repository" -> copy(piece, repositories);
        case "dependencies" -> children(piece).forEach(each -> copy(each, dependencies));
        case "repositories" -> children(piece).forEach(each -> copy(each, repositories));
        case "modelVersion", "groupId", "artifactId", "version" -> {}
        default -> copy(piece, root);
      }
    }
    return text(project);
  }

  private static Element add(Element parent, String name, String text) {
    var element = parent.getOwnerDocument().createElement(name);
    element.setTextContent(text);
    parent.appendChild(element);
    return element;
  }

  private static void copy(Node from, Element to) {
    to.appendChild(to.getOwnerDocument().importNode(from, true));
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

  private static Document parse(String xml) {
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

  private static String text(Document document) {
    try {
      var text = new StringWriter();
      TransformerFactory.newInstance()
          .newTransformer()
          .transform(new DOMSource(document), new StreamResult(text));
      return text.toString();
    } catch (TransformerException e) {
      throw new IllegalStateException(e);
    }
  }
}
