package io.skylark.client;

import io.skylark.message.StoredMessage;
import io.skylark.protocol.Command;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/// The client as a module of a program that is one itself.
final class ModuleTest {
    private static final String NAME = "io.skylark.client";
    /// One class of each jar that it cannot do without.
    private static final List<Class<?>> MANDATORY =
            List.of(SkylarkClient.class, Command.class, StoredMessage.class, Logger.class, Nullable.class);

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
    void needsLittle() {
        assertThat(layer().modules()).extracting(Module::getName)
                .containsExactlyInAnyOrder(NAME, "io.skylark.protocol", "io.skylark.message", "org.slf4j", "org.jspecify");
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
        try (AutoCloseable client = (AutoCloseable) call(entry, null, "connect", "localhost:1")) {
            Object topics = call(call(client, "admin"), "topics");
            assertThatThrownBy(() -> call(topics.getClass(), topics, "describe", "T"))
                    .cause().hasMessageContaining("localhost:1");
        }
    }

    private static Object call(Object target, String method) throws ReflectiveOperationException {
        return target.getClass().getMethod(method).invoke(target);
    }

    private static Object call(Class<?> type, @Nullable Object target, String method, String argument)
            throws ReflectiveOperationException {
        return type.getMethod(method, String.class).invoke(target, argument);
    }
}
