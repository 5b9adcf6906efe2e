package io.skylark.conformance;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The classes of one client variant: the client's own class path, and the scenarios linked against it.
///
/// Looks here first and asks the test's loader only for what both sides must share: the harness, our own client, JUnit,
/// AssertJ, Awaitility. Everything else that the client does not bring is missing, as it would be for a user. One loader for
/// each variant, because a client reads its header serialization once, in a static initializer.
final class ClientLoader extends URLClassLoader {
    private static final String SCENARIOS = "io.skylark.conformance.scenario.";
    private static final List<String> SHARED = List.of("io.skylark.", "org.junit.", "org.assertj.",
            "org.awaitility.", "org.hamcrest.", "org.opentest4j.", "org.apiguardian.", "org.jspecify.");
    private static final String REMOTING_COMMAND = "org.apache.rocketmq.remoting.protocol.RemotingCommand";
    private static final String SERIALIZE_TYPE = "rocketmq.serialize.type";

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader tests;

    private ClientLoader(String name, URL[] classPath, ClassLoader tests) {
        super(name, classPath, getPlatformClassLoader());
        this.tests = tests;
    }

    /// Opens the loader of a variant and lets the client read its serialization type.
    ///
    /// One at a time: the serialization type passes through a system property.
    ///
    /// @param classPaths the folder that holds the modules in which Maven resolved the class paths
    static synchronized ClientLoader open(ClientVariant variant, Path classPaths) {
        Path file = classPaths.resolve("client-" + variant.version()).resolve("target/class-path");
        ClassLoader tests = ClientLoader.class.getClassLoader();
        try {
            List<URL> urls = new ArrayList<>();
            for (String jar : Files.readString(file).strip().split(Pattern.quote(File.pathSeparator))) {
                urls.add(Path.of(jar).toUri().toURL());
            }
            urls.add(ClientLoader.class.getProtectionDomain().getCodeSource().getLocation());
            ClientLoader loader = new ClientLoader(variant.toString(), urls.toArray(URL[]::new), tests);
            loader.fixSerialization(variant.header());
            return loader;
        } catch (MalformedURLException e) {
            throw new IllegalStateException(file + " names no file", e);
        } catch (IOException e) {
            throw new IllegalStateException("no class path of " + variant + ": run the build from the root", e);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        boolean shared = !name.startsWith(SCENARIOS) && SHARED.stream().anyMatch(name::startsWith);
        return shared ? tests.loadClass(name) : super.loadClass(name, resolve);
    }

    /// The client reads the property when this class is initialized, and never again.
    private void fixSerialization(HeaderType header) {
        String before = System.setProperty(SERIALIZE_TYPE, header.name());
        try {
            Class<?> command = Class.forName(REMOTING_COMMAND, true, this);
            Object chosen = command.getMethod("getSerializeTypeConfigInThisServer").invoke(null);
            if (!header.name().equals(String.valueOf(chosen))) {
                throw new IllegalStateException(getName() + " writes headers as " + chosen);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(getName() + " has another " + REMOTING_COMMAND, e);
        } finally {
            if (before == null) {
                System.clearProperty(SERIALIZE_TYPE);
            } else {
                System.setProperty(SERIALIZE_TYPE, before);
            }
        }
    }
}
