package io.skylark.bench.frame;

import io.skylark.protocol.Command;
import io.skylark.protocol.SerializeType;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Templates of one request with one or two numbers in it that have any number of digits: one for each pair of lengths,
/// made when first needed. Owned by one thread.
final class NumberTemplates {
    static final int MAX_DIGITS = 18;

    private static final String FIRST = "first";
    private static final String SECOND = "second";

    private final SerializeType header;
    private final boolean two;
    private final Maker maker;
    private final @Nullable Prepared[] templates = new Prepared[(MAX_DIGITS + 1) * (MAX_DIGITS + 1)];

    /// Makes the request for any two numbers, or any one.
    interface Maker {
        Command request(FrameTemplate.Filling filling, long first, long second);
    }

    /// A template with the places of its holes, relative to the frame.
    record Prepared(FrameTemplate template, int firstAt, int secondAt) {}

    private NumberTemplates(SerializeType header, boolean two, Maker maker) {
        this.header = header;
        this.two = two;
        this.maker = maker;
    }

    static NumberTemplates ofOne(SerializeType header, Maker maker) {
        return new NumberTemplates(header, false, maker);
    }

    static NumberTemplates ofTwo(SerializeType header, Maker maker) {
        return new NumberTemplates(header, true, maker);
    }

    /// Bytes of a request with numbers of so many digits.
    int bytes(int firstDigits, int secondDigits) {
        return prepared(firstDigits, two ? secondDigits : 0).template().sizeBytes();
    }

    /// Appends one request.
    ///
    /// @param second left out where there is only one number
    /// @return the template, whose other holes are relative to the place where `target` was
    FrameTemplate write(ByteBuffer target, int opaque, long first, long second) {
        int firstDigits = FrameTemplate.digits(first);
        int secondDigits = two ? FrameTemplate.digits(second) : 0;
        Prepared prepared = prepared(firstDigits, secondDigits);
        int start = prepared.template().write(target, opaque);
        FrameTemplate.putDecimal(target, start + prepared.firstAt(), firstDigits, first);
        if (two) {
            FrameTemplate.putDecimal(target, start + prepared.secondAt(), secondDigits, second);
        }
        return prepared.template();
    }

    private Prepared prepared(int firstDigits, int secondDigits) {
        int index = firstDigits * (MAX_DIGITS + 1) + secondDigits;
        Prepared prepared = templates[index];
        if (prepared == null) {
            FrameTemplate template = FrameTemplate.of(header, filling -> maker.request(
                    filling,
                    Long.parseLong(filling.digits(FIRST, firstDigits)),
                    two ? Long.parseLong(filling.digits(SECOND, secondDigits)) : 0));
            prepared = new Prepared(template, template.hole(FIRST).at(), two ? template.hole(SECOND).at() : -1);
            templates[index] = prepared;
        }
        return prepared;
    }
}
