package io.skylark.bench.peer;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The class path that a user of a published artifact gets: Maven resolves it from a project of its own, so that no
/// version managed by our build reaches it. The result is kept in a file for the next time.
public final class ClassPath {
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final String PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath";

    private ClassPath() {}

    /// @param name of a project in this package's resources, without `.pom.xml`
    /// @param folder where project and result are kept
    public static String resolve(String name, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path project = folder.resolve(name + ".pom.xml");
        Path result = folder.resolve(name + ".class-path");
        boolean sameProject = unpack(name, project);
        if (sameProject && Files.isRegularFile(result)) {
            String kept = Files.readString(result).strip();
            if (List.of(kept.split(File.pathSeparator)).stream().allMatch(jar -> Files.exists(Path.of(jar)))) {
                return kept;
            }
        }
        // Offline first: what was fetched before needs no network.
        List<String> failures = new ArrayList<>();
        for (List<String> mode : List.of(List.of("-o"), List.<String>of())) {
            List<String> command = new ArrayList<>(List.of("mvn", "-B", "-q"));
            command.addAll(mode);
            command.addAll(List.of("-f", project.toString(), PLUGIN, "-Dmdep.includeScope=runtime",
                    "-Dmdep.outputFile=" + result.toAbsolutePath()));
            String output = run(command, folder.resolve(name + ".log"));
            if (output.isEmpty()) {
                return Files.readString(result).strip();
            }
            failures.add(output);
        }
        throw new IOException("Maven cannot resolve the class path of " + name + ":\n" + failures.getLast());
    }

    /// @return whether the project was there already, with the same content
    private static boolean unpack(String name, Path project) throws IOException {
        try (InputStream source = ClassPath.class.getResourceAsStream(name + ".pom.xml")) {
            if (source == null) {
                throw new IOException("no project " + name + ".pom.xml");
            }
            Path fresh = Files.createTempFile(project.toAbsolutePath().getParent(), name, ".tmp");
            Files.copy(source, fresh, StandardCopyOption.REPLACE_EXISTING);
            boolean same = Files.exists(project) && Files.mismatch(project, fresh) < 0;
            Files.move(fresh, project, StandardCopyOption.REPLACE_EXISTING);
            return same;
        }
    }

    /// @return empty when the command succeeded, otherwise what it printed
    private static String run(List<String> command, Path log) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            if (process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                int code = process.exitValue();
                return code == 0 ? "" : "exit code " + code + "\n" + Files.readString(log);
            }
            return "no end in " + LIMIT;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } finally {
            process.destroy();
        }
    }
}
