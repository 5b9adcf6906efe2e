package io.skylark.conformance;

import io.skylark.conformance.server.Layout;
import io.skylark.conformance.server.Server;
import io.skylark.conformance.server.Target;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/// What all scenarios of a test run share: the target, one server, one loader for each client variant. Closed by JUnit;
/// two threads of JUnit use it, and its own lock guards what has started and was reported.
final class Bench implements AutoCloseable {
    private static final Namespace NAMESPACE = Namespace.create(Bench.class);

    private final Target target = Target.fromSystemProperties();
    private final Path work = Path.of(property("conformance.work"));
    private final Path classPaths = Path.of(property("conformance.classpaths"));
    private final Map<Loading, ClientLoader> loaders = new ConcurrentHashMap<>();
    private final Server shared = target.lastingServer(work.resolve("shared"), Layout.ONE_PROCESS);
    private final Set<Layout> reported = EnumSet.noneOf(Layout.class);

    private Bench() {
    }

    static Bench of(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent(Bench.class, key -> new Bench(), Bench.class);
    }

    /// @param balancesOften see [EachClient#balancesOften()]
    ClientLoader loader(ClientVariant variant, boolean balancesOften) {
        return loaders.computeIfAbsent(new Loading(variant, balancesOften),
                wanted -> ClientLoader.open(wanted.variant(), wanted.balancesOften(), classPaths));
    }

    private record Loading(ClientVariant variant, boolean balancesOften) {}

    /// What a scenario gets. JUnit closes it when the scenario ends, however it ends.
    Run run(EachClient scenario, ClientVariant variant, ExtensionContext context) {
        return run(scenario.server(), scenario.layout(), scenario.config(), variant, context);
    }

    /// The same of our own client.
    Run run(OwnClient scenario, ExtensionContext context) {
        return run(scenario.server(), scenario.layout(), scenario.config(), ClientVariant.OWN, context);
    }

    private Run run(
            EachClient.Needs needs, Layout layout, String[] config, ClientVariant variant, ExtensionContext context) {
        // Before anything else, so that its start is measured on a machine that does nothing else.
        startOnce(shared, Layout.ONE_PROCESS);
        String name = context.getRequiredTestMethod().getName() + "-" + variant.slug();
        boolean own = needs == EachClient.Needs.OWN;
        Server server = own ? target.server(work.resolve(name), layout, config) : shared;
        Run run = new Run(name, variant, server,
                broker -> target.broker(work.resolve(name + "-" + broker), server.nameServer(), broker));
        context.getStore(NAMESPACE).put(Run.class, run);
        if (own) {
            run.closeLater(server);
            server.start();
            report(server, layout);
        }
        return run;
    }

    private synchronized void startOnce(Server server, Layout layout) {
        if (!reported.contains(layout)) {
            server.start();
            report(server, layout);
        }
    }

    /// Start time and idle memory, once for each layout.
    private synchronized void report(Server server, Layout layout) {
        if (reported.add(layout)) {
            server.reportIdle();
        }
    }

    @Override
    public void close() {
        shared.close();
    }

    private static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("system property " + name + " is not set: the build sets it");
        }
        return value;
    }
}
