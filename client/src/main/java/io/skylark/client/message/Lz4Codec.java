package io.skylark.client.message;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import net.jpountz.lz4.LZ4FrameOutputStream.FLG;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/// LZ4 in its frame format, by `lz4-java`. Only the part of the library that is plain Java: the others load native code
/// or use `sun.misc.Unsafe`, of which Java 24 and later warn.
final class Lz4Codec implements BodyCodec {
    /// Magic number, descriptor and end mark. The library takes a cut magic number for the end of all frames.
    private static final int MIN_FRAME_BYTES = 4 + 3 + 4;

    private static final long UNKNOWN_SIZE = -1;

    private final LZ4Compressor compressor = LZ4Factory.safeInstance().fastCompressor();
    private final LZ4SafeDecompressor decompressor = LZ4Factory.safeInstance().safeDecompressor();
    private final XXHash32 hash = XXHashFactory.safeInstance().hash32();

    @Override
    public byte[] pack(byte[] body) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(body.length / 2);
        try (LZ4FrameOutputStream frame = new LZ4FrameOutputStream(
                packed, blockSize(body.length), UNKNOWN_SIZE, compressor, hash, FLG.Bits.BLOCK_INDEPENDENCE)) {
            frame.write(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        }
        return packed.toByteArray();
    }

    /// The smallest that holds the body whole: writers, and readers of older versions, allocate it for each body. With
    /// the 4 MiB of RocketMQ producers 5 kB take 1.4 ms, with 64 KiB 0.04 ms.
    private static BLOCKSIZE blockSize(int bodyBytes) {
        for (BLOCKSIZE size : BLOCKSIZE.values()) {
            if (bodyBytes <= 1 << (2 * size.getIndicator() + 8)) {
                return size;
            }
        }
        return BLOCKSIZE.SIZE_4MB;
    }

    @Override
    public void unpack(byte[] packed, OutputStream target) throws IOException {
        if (packed.length < MIN_FRAME_BYTES) {
            throw new EOFException("it is shorter than any frame");
        }
        try (InputStream frame = new LZ4FrameInputStream(new ByteArrayInputStream(packed), decompressor, hash)) {
            frame.transferTo(target);
        }
    }
}
