package io.skylark.client.message;

import java.io.IOException;
import java.io.OutputStream;

/// Packs and unpacks bodies in one form. Shared by all threads: what a body needs is made for it, and freed with it.
sealed interface BodyCodec permits ZlibCodec, Lz4Codec, ZstdCodec, MissingCodec {
    /// A middle way between speed and size, for forms that have levels; that of RocketMQ producers.
    int LEVEL = 5;

    byte[] pack(byte[] body);

    /// Writes to `target` what was packed.
    ///
    /// @throws IOException when `packed` is cut or damaged
    void unpack(byte[] packed, OutputStream target) throws IOException;
}
