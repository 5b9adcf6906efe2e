package io.skylark.client;

import io.skylark.message.StoredMessage;
import io.skylark.protocol.Command;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

import static org.assertj.core.api.Assertions.assertThat;

/// The client as a module of a program that is one itself.
final class ModuleTest {
    private static final String NAME = "io.skylark.client";
    /// One class of each jar that it cannot do without.
    private static final List<Class<?>> MANDATORY =
            List.of(SkylarkClient.class, Command.class, StoredMessage.class, Logger.class);

    private static ModuleLayer layer() {
        Path[] jars = MANDATORY.stream()
                .map(one -> URI.create(one.getProtectionDomain().getCodeSource().getLocation().toString()))
                .map(Path::of)
                .toArray(Path[]::new);
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration = boot.configuration()
                .resolve(ModuleFinder.of(jars), ModuleFinder.of(), Set.of(NAME));
        return boot.defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader());
    }

    @Test
    void needsNoLibraryButTheOneForLogs() {
        assertThat(layer().modules()).extracting(Module::getName)
                .containsExactlyInAnyOrder(NAME, "io.skylark.protocol", "io.skylark.message", "org.slf4j");
    }

    @Test
    void exportsNothingInternal() {
        Module client = layer().findModule(NAME).orElseThrow();
        assertThat(client.getPackages().stream().filter(client::isExported)).containsExactlyInAnyOrder(
                NAME, NAME + ".admin", NAME + ".config", NAME + ".consumer", NAME + ".consumer.pull",
                NAME + ".consumer.push", NAME + ".consumer.simple", NAME + ".error", NAME + ".message",
                NAME + ".producer");
    }

    @Test
    void works() throws Exception {
        Class<?> entry = layer().findLoader(NAME).loadClass(NAME + ".SkylarkClient");
        assertThat(entry.getModule().getName()).isEqualTo(NAME);
        try (AutoCloseable client = (AutoCloseable) entry.getMethod("connect", String.class)
                .invoke(null, "localhost:9876")) {
            Object producer = entry.getMethod("producer", String.class).invoke(client, "shop");
            assertThat(producer.getClass().getName()).endsWith("ProducerBuilder");
        }
    }
}
