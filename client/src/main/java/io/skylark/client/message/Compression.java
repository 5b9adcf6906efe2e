package io.skylark.client.message;

import io.skylark.client.error.MessageRejectedException;
import io.skylark.message.SysFlag;
import java.util.function.Supplier;

/// The forms in which bodies are compressed. All are read, whatever a producer is told to write.
public enum Compression {
    /// Needs no library and is read by every client.
    ZLIB(SysFlag.COMPRESSION_ZLIB),

    /// A quarter of the time of zlib, for bodies half as large again. Read by RocketMQ clients from 4.9.4 on. Needs
    /// `at.yawk.lz4:lz4-java` on the class path.
    LZ4(SysFlag.COMPRESSION_LZ4),

    /// Half the time of zlib, for bodies as small. Read by RocketMQ clients from 4.9.4 on. Needs
    /// `com.github.luben:zstd-jni` on the class path, native code of which Java 24 and later warn.
    ZSTD(SysFlag.COMPRESSION_ZSTD);

    private static final BodyCodec ZLIB_CODEC = new ZlibCodec();

    private final int form;

    Compression(int form) {
        this.form = form;
    }

    /// The library is looked for when a body or a producer first needs it, once.
    private static final class Lz4 {
        static final BodyCodec CODEC = codec(LZ4, "at.yawk.lz4:lz4-java", () -> new Lz4Codec());
    }

    /// As [Lz4].
    private static final class Zstd {
        static final BodyCodec CODEC = codec(ZSTD, "com.github.luben:zstd-jni", () -> new ZstdCodec());
    }

    private static BodyCodec codec(Compression form, String library, Supplier<BodyCodec> codec) {
        try {
            return codec.get();
        } catch (NoClassDefFoundError missing) {
            return new MissingCodec("A library for bodies compressed with " + form + " is missing",
                    "Add " + library + " to the class path");
        } catch (LinkageError broken) {
            return new MissingCodec(library + ", the library for bodies compressed with " + form
                    + ", does not work here: " + broken.getMessage(),
                    "Use its newest version, or let the producer use zlib");
        }
    }

    /// @throws MessageRejectedException when this client does not know the form
    static Compression of(int sysFlag) {
        int form = sysFlag & SysFlag.COMPRESSION_MASK;
        return switch (form) {
            case 0, SysFlag.COMPRESSION_ZLIB -> ZLIB;
            case SysFlag.COMPRESSION_LZ4 -> LZ4;
            case SysFlag.COMPRESSION_ZSTD -> ZSTD;
            default -> throw new MessageRejectedException("The body is compressed in form "
                    + Integer.toHexString(form) + " of the system flag, which this client does not know");
        };
    }

    /// The bits of the system flag that say so.
    int sysFlag() {
        return SysFlag.COMPRESSED | form;
    }

    BodyCodec codec() {
        return switch (this) {
            case ZLIB -> ZLIB_CODEC;
            case LZ4 -> Lz4.CODEC;
            case ZSTD -> Zstd.CODEC;
        };
    }
}
