package io.skylark.server;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

/// The shape of the whole project, checked where all modules are on the class path.
class ArchitectureTest {
    private static final String BROKER = "io.skylark.broker.";

    /// Each module with those it may use.
    private static final Map<String, List<String>> MODULES = Map.ofEntries(
            entry("message", List.of()),
            entry("protocol", List.of("message")),
            entry("log", List.of("message")),
            entry("net", List.of("message", "protocol")),
            entry("nameserver", List.of("message", "protocol", "net")),
            entry("broker", List.of("message", "protocol", "log", "net")),
            entry("console", List.of("message", "protocol", "log", "net", "broker")),
            entry("client", List.of("message", "protocol")),
            entry("examples", List.of("client")),
            entry("cli", List.of("message", "protocol", "log", "client", "examples")),
            entry("server", List.of(
                    "message", "protocol", "log", "net", "nameserver", "broker", "console", "client", "cli")));

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("-tests.jar")) // as a build that packages sees them
                .importPackages("io.skylark");
    }

    @Test
    void modulesUseOnlyThoseAboveThem() {
        LayeredArchitecture rule = layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (String module : MODULES.keySet()) {
            rule = rule.layer(module).definedBy("io.skylark." + module + "..");
        }
        for (Map.Entry<String, List<String>> module : MODULES.entrySet()) {
            rule = module.getValue().isEmpty()
                    ? rule.whereLayer(module.getKey()).mayNotAccessAnyLayer()
                    : rule.whereLayer(module.getKey())
                            .mayOnlyAccessLayers(module.getValue().toArray(String[]::new));
        }
        rule.check(classes);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("io.skylark.(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void featuresOfTheBrokerDoNotKnowEachOther() {
        Set<String> shared = Set.of("config", "filter", "intake", "measure", "registration", "registry", "table");
        Set<String> features = new TreeSet<>();
        for (JavaClass each : classes) {
            if (each.getPackageName().startsWith(BROKER)) {
                features.add(each.getPackageName().substring(BROKER.length()).split("\\.")[0]);
            }
        }
        features.removeAll(shared);
        assertThat(features).contains("send", "pull");
        for (String feature : features) {
            String[] others = features.stream()
                    .filter(other -> !other.equals(feature))
                    .map(other -> "io.skylark.broker." + other + "..")
                    .toArray(String[]::new);
            noClasses().that().resideInAPackage("io.skylark.broker." + feature + "..")
                    .should().dependOnClassesThat().resideInAnyPackage(others)
                    .check(classes);
        }
    }

    @Test
    void onlyNetUsesNetty() {
        noClasses().that().resideOutsideOfPackage("io.skylark.net..")
                .should().dependOnClassesThat().resideInAPackage("io.netty..")
                .check(classes);
    }

    @Test
    void logLinesGoThroughSlf4j() {
        ArchRule rule = noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..");
        rule.check(classes);
        noClasses().that().resideOutsideOfPackage("io.skylark.server.logging..")
                .should().dependOnClassesThat().resideInAPackage("ch.qos.logback..")
                .check(classes);
    }

    @Test
    void onlyMainsCommandsAndExamplesPrint() {
        noClasses().that().resideOutsideOfPackages(
                        "io.skylark.server", "io.skylark.cli..", "io.skylark.examples..")
                .should().accessField(System.class, "out")
                .orShould().accessField(System.class, "err")
                .check(classes);
    }

    /// The client may be told of its name servers by them, as every RocketMQ client.
    @Test
    void onlyTheServerReadsEnvironmentAndSystemProperties() {
        noClasses().that().resideOutsideOfPackages("io.skylark.server..", "io.skylark.client..")
                .should().callMethod(System.class, "getenv")
                .orShould().callMethod(System.class, "getenv", String.class)
                .orShould().callMethod(System.class, "getProperties")
                .orShould().callMethod(System.class, "getProperty", String.class)
                .orShould().callMethod(System.class, "getProperty", String.class, String.class)
                .check(classes);
    }

    @Test
    void typeNamesSayWhatATypeIs() {
        noClasses().should()
                .haveNameMatching(".*(Manager|Utils?|Helper|Common|Impl|Base|Info|Wrapper)")
                .orShould().haveNameMatching(".*\\.(Default|Abstract)[A-Z].*")
                .check(classes);
    }
}
