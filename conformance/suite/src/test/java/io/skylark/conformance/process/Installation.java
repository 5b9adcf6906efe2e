package io.skylark.conformance.process;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;

/// The distribution, unpacked once more for one test, with a user whose home is empty. What is stopped from this folder
/// is nobody else's.
///
/// @param folder what the tutorial changes into
/// @param home of the user
record Installation(Path folder, Path home) {
    private static final Path DISTRIBUTION = Path.of(System.getProperty("skylark.home", "."));
    private static final Path WORK = Path.of(System.getProperty("conformance.work", "target/conformance"));

    static Installation fresh(String name) throws IOException {
        Path root = WORK.resolve("process").resolve(name).toAbsolutePath().normalize();
        delete(root);
        Path folder = root.resolve("skylark");
        copy(DISTRIBUTION.toAbsolutePath().normalize(), folder);
        return new Installation(folder, Files.createDirectories(root.resolve("home")));
    }

    /// The variables of that user: nothing of ours that could decide what the scripts do.
    Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(Map.of("HOME", home.toString()));
        for (String inherited : new String[] {"PATH", "JAVA_HOME", "LANG"}) {
            String value = System.getenv(inherited);
            if (value != null) {
                variables.put(inherited, value);
            }
        }
        return variables;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.createDirectories(to);
                Files.copy(file, to.resolve(from.relativize(file).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void delete(Path root) throws IOException {
        if (Files.notExists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
