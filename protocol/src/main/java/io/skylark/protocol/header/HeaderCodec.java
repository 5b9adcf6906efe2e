package io.skylark.protocol.header;

import io.skylark.protocol.wire.ProtocolException;
import io.skylark.protocol.wire.RecordShape;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Maps a record to header fields and back. Every value is text on the wire; a component that is null is left out. A missing
/// field is null, but an error when it has a primitive type, and in requests also when it is a text that is not
/// [Nullable].
public final class HeaderCodec<T extends Record> {
    /// Most numbers in headers.
    private static final List<String> DIGITS = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

    /// @param requiredTexts those of the components that must not be missing although their type is no primitive one
    private record Form(RecordShape shape, List<RecordShape.Component> requiredTexts) {
        static Form of(Class<?> type) {
            RecordShape shape = RecordShape.of(type);
            if (!RequestHeader.class.isAssignableFrom(type)) {
                return new Form(shape, List.of());
            }
            return new Form(shape, shape.components().stream()
                    .filter(component -> component.type() == String.class && !component.nullable())
                    .toList());
        }
    }

    private final Class<T> type;

    /// Found at the first use, as a process speaks few of all conversations. Threads that race find equal ones.
    private @Nullable Form form;

    private HeaderCodec(Class<T> type) {
        this.type = type;
    }

    private Form form() {
        Form known = form;
        if (known == null) {
            known = Form.of(type);
            form = known;
        }
        return known;
    }

    public static <T extends Record> HeaderCodec<T> of(Class<T> type) {
        return new HeaderCodec<>(type);
    }

    /// @throws ProtocolException in the words of RocketMQ when a required field is missing, or does not parse
    public T decode(Map<String, String> fields) {
        Form form = form();
        RecordShape shape = form.shape;
        @Nullable Object[] values = new @Nullable Object[shape.components().size()];
        for (RecordShape.Component component : shape.components()) {
            String text = fields.get(component.wireName());
            for (int i = 0; text == null && i < component.aliases().size(); i++) {
                text = fields.get(component.aliases().get(i));
            }
            values[component.index()] = parse(component, text);
        }
        for (RecordShape.Component component : form.requiredTexts) {
            if (values[component.index()] == null) {
                throw missing(component);
            }
        }
        return type.cast(shape.create(values));
    }

    /// The fields of `header`, in a new map that may be added to.
    public Map<String, String> encode(T header) {
        List<RecordShape.Component> components = form().shape.components();
        Map<String, String> fields = new HashMap<>(2 * components.size());
        for (RecordShape.Component component : components) {
            Object value = component.read(header);
            if (value != null) {
                fields.put(component.wireName(), text(value));
            }
        }
        return fields;
    }

    private static String text(Object value) {
        return value instanceof Integer number && number >= 0 && number < DIGITS.size()
                ? DIGITS.get(number)
                : value.toString();
    }

    private static @Nullable Object parse(RecordShape.Component component, @Nullable String text) {
        Class<?> type = component.type();
        if (text == null) {
            if (type.isPrimitive()) {
                throw missing(component);
            }
            return null;
        }
        if (type == String.class) {
            return text;
        }
        try {
            if (type == int.class || type == Integer.class) {
                return Integer.valueOf(text);
            }
            if (type == long.class || type == Long.class) {
                return Long.valueOf(text);
            }
        } catch (NumberFormatException notANumber) {
            throw new ProtocolException("the custom field <" + component.wireName() + "> is not a number: " + text);
        }
        if (type == boolean.class || type == Boolean.class) {
            return Boolean.valueOf(text);
        }
        if (type.isEnum()) {
            return constant(type, text);
        }
        throw new IllegalArgumentException("no header form for " + type);
    }

    private static ProtocolException missing(RecordShape.Component component) {
        return new ProtocolException("the custom field <" + component.wireName() + "> is null");
    }

    private static @Nullable Object constant(Class<?> type, String text) {
        String wanted = text.toUpperCase(Locale.ROOT);
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(wanted)) {
                return constant;
            }
        }
        return null;
    }
}
