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
/// each variant, because a client reads its header serialization once, in a static initializer, and so how often it balances.
final class ClientLoader extends URLClassLoader {
    private static final String SCENARIOS = "io.skylark.conformance.scenario.";
    private static final List<String> SHARED = List.of("io.skylark.", "org.junit.", "org.assertj.",
            "org.awaitility.", "org.hamcrest.", "org.opentest4j.", "org.apiguardian.", "org.jspecify.");
    private static final String REMOTING_COMMAND = "org.apache.rocketmq.remoting.protocol.RemotingCommand";
    private static final String SERIALIZE_TYPE = "rocketmq.serialize.type";
    private static final String REBALANCE_SERVICE = "org.apache.rocketmq.client.impl.consumer.RebalanceService";
    private static final String REBALANCE_INTERVAL = "rocketmq.client.rebalance.waitInterval";
    private static final String OFTEN_MILLIS = "2000";
    private static final String SELDOM_MILLIS = "20000"; // what a client does that is told nothing

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader tests;

    private ClientLoader(String name, URL[] classPath, ClassLoader tests) {
        super(name, classPath, getPlatformClassLoader());
        this.tests = tests;
    }

    /// Opens the loader of a variant and lets the client read its serialization type and how often it balances.
    ///
    /// One at a time: they pass through system properties.
    ///
    /// @param balancesOften see [EachClient#balancesOften()]
    /// @param classPaths the folder that holds the modules in which Maven resolved the class paths
    static synchronized ClientLoader open(ClientVariant variant, boolean balancesOften, Path classPaths) {
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
            loader.initialize(REBALANCE_SERVICE, REBALANCE_INTERVAL, balancesOften ? OFTEN_MILLIS : SELDOM_MILLIS);
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
        try {
            Class<?> command = initialize(REMOTING_COMMAND, SERIALIZE_TYPE, header.name());
            Object chosen = command.getMethod("getSerializeTypeConfigInThisServer").invoke(null);
            if (!header.name().equals(String.valueOf(chosen))) {
                throw new IllegalStateException(getName() + " writes headers as " + chosen);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(getName() + " has another " + REMOTING_COMMAND, e);
        }
    }

    private Class<?> initialize(String name, String property, String value) {
        String before = System.setProperty(property, value);
        try {
            return Class.forName(name, true, this);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(getName() + " has no " + name, e);
        } finally {
            if (before == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, before);
            }
        }
    }
}
