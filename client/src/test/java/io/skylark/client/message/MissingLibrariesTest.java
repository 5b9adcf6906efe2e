package io.skylark.client.message;

import io.skylark.client.SkylarkClient;
import io.skylark.client.error.MessageRejectedException;
import io.skylark.client.producer.Producer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/// What the client does where the optional libraries are not on the class path.
class MissingLibrariesTest {
    /// Has classes of the client of its own, and does not find the libraries.
    private static final class Without extends ClassLoader {
        Without() {
            super(MissingLibrariesTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("net.jpountz.") || name.startsWith("com.github.luben.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("io.skylark.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known != null ? known : define(name);
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /// What a member of the client's package sees; given to the test as texts, which both sides share.
    public static final class Messages implements Supplier<List<String>> {
        @Override
        public List<String> get() {
            List<String> seen = new ArrayList<>();
            for (Compression form : Compression.values()) {
                byte[] body = new byte[100];
                try {
                    seen.add(form + " packed to "
                            + new BodyCompression(0, form).compress(body).bytes().length);
                } catch (MessageRejectedException missing) {
                    seen.add(form + " not packed: " + missing.getMessage());
                }
                try {
                    BodyCompression.checkReadable(form.sysFlag());
                    seen.add(form + " readable");
                } catch (MessageRejectedException missing) {
                    seen.add(form + " not readable: " + missing.nextStep().orElse(""));
                }
                try {
                    BodyCompression.unpack(body, form.sysFlag());
                } catch (MessageRejectedException missing) {
                    seen.add(form + " not unpacked: " + missing.getMessage());
                }
            }
            return seen;
        }
    }

    /// What comes of building producers.
    public static final class Producers implements Supplier<List<String>> {
        @Override
        public List<String> get() {
            List<String> seen = new ArrayList<>();
            try (SkylarkClient client = SkylarkClient.connect("127.0.0.1:1")) {
                for (Compression form : Compression.values()) {
                    try (Producer built = client.producer("group").compression(form).build()) {
                        seen.add(form + " " + built.group());
                    } catch (IllegalArgumentException refused) {
                        seen.add(form + " " + refused.getMessage());
                    }
                }
            }
            return seen;
        }
    }

    private static List<String> without(Class<? extends Supplier<List<String>>> what)
            throws ReflectiveOperationException {
        Object made = new Without().loadClass(what.getName()).getConstructor().newInstance();
        return ((Supplier<?>) made).get() instanceof List<?> seen
                ? seen.stream().map(String::valueOf).toList()
                : List.of();
    }

    @Test
    void whatTheJdkReadsIsReadAndTheRestNamesItsLibrary() throws ReflectiveOperationException {
        String lz4 = "A library for bodies compressed with LZ4 is missing. Add at.yawk.lz4:lz4-java to the class path";
        String zstd = "A library for bodies compressed with ZSTD is missing. "
                + "Add com.github.luben:zstd-jni to the class path";
        assertThat(without(Messages.class)).containsExactly(
                "ZLIB packed to 12",
                "ZLIB readable",
                "ZLIB not unpacked: The body, compressed with ZLIB, is cut or damaged: unknown compression method",
                "LZ4 not packed: " + lz4,
                "LZ4 not readable: Add at.yawk.lz4:lz4-java to the class path",
                "LZ4 not unpacked: " + lz4,
                "ZSTD not packed: " + zstd,
                "ZSTD not readable: Add com.github.luben:zstd-jni to the class path",
                "ZSTD not unpacked: " + zstd);
    }

    @Test
    void aProducerThatCannotCompressAsWishedIsNotBuilt() throws ReflectiveOperationException {
        assertThat(without(Producers.class)).containsExactly(
                "ZLIB group",
                "LZ4 A library for bodies compressed with LZ4 is missing. "
                        + "Add at.yawk.lz4:lz4-java to the class path",
                "ZSTD A library for bodies compressed with ZSTD is missing. "
                        + "Add com.github.luben:zstd-jni to the class path");
    }
}
