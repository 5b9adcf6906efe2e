import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Copies a jar, with classes for Java 5 in the class file format of Java 8: the same code, with the stack maps that
/// have been in class files since then. The JVM keeps no class without them in its start cache, and checks such a class
/// anew at each start; for picocli that is a third of the time of a command.
///
///     java NewerClassFiles.java FROM.jar TO.jar
public final class NewerClassFiles {
    private static final int JAVA_6 = 50;
    private static final int JAVA_8 = 52;

    private NewerClassFiles() {}

    public static void main(String[] words) throws IOException {
        Path from = Path.of(words[0]);
        Path to = Path.of(words[1]);
        Files.createDirectories(to.toAbsolutePath().getParent());
        try (URLClassLoader classes = new URLClassLoader(new URL[] {from.toUri().toURL()});
                ZipFile source = new ZipFile(from.toFile());
                ZipOutputStream target = new ZipOutputStream(Files.newOutputStream(to))) {
            ClassFile format = ClassFile.of(
                    StackMapsOption.GENERATE_STACK_MAPS,
                    ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(classes)));
            for (ZipEntry entry : Collections.list(source.entries())) {
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTime(entry.getTime()); // the same jar from each build
                target.putNextEntry(copy);
                try (InputStream bytes = source.getInputStream(entry)) {
                    byte[] content = bytes.readAllBytes();
                    target.write(entry.getName().endsWith(".class") ? newer(format, content) : content);
                }
                target.closeEntry();
            }
        }
    }

    private static byte[] newer(ClassFile format, byte[] bytes) {
        ClassModel old = format.parse(bytes);
        if (old.majorVersion() >= JAVA_6) {
            return bytes;
        }
        byte[] made = format.build(old.thisClass().asSymbol(), type -> {
            type.withVersion(JAVA_8, 0);
            old.forEach(element -> {
                if (element instanceof MethodModel method) {
                    type.transformMethod(method, MethodTransform.transformingCode(CodeTransform.ACCEPT_ALL));
                } else if (!(element instanceof ClassFileVersion)) {
                    type.with(element);
                }
            });
        });
        List<VerifyError> errors = format.verify(made);
        if (!errors.isEmpty()) {
            throw new IllegalStateException(old.thisClass().asInternalName() + " does not verify", errors.getFirst());
        }
        return made;
    }
}
