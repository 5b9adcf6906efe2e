package io.skylark.client.message;

import io.skylark.client.error.MessageRejectedException;
import java.io.OutputStream;

/// Stands for a form whose library is not there, or does not work here.
///
/// @param what is wrong
/// @param nextStep what a person can do about it
record MissingCodec(String what, String nextStep) implements BodyCodec {
    @Override
    public byte[] pack(byte[] body) {
        throw rejection();
    }

    @Override
    public void unpack(byte[] packed, OutputStream target) {
        throw rejection();
    }

    MessageRejectedException rejection() {
        return new MessageRejectedException(what, nextStep);
    }
}
