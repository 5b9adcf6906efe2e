package io.skylark.protocol.wire;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of a record type: its components with their wire names, and how to make one.
public final class RecordShape {
    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    /// One component, in the record's own order at `index`; `nullable` when it is annotated so.
    public record Component(int index, String wireName, List<String> aliases, Class<?> type, Type genericType,
            boolean nullable, MethodHandle accessor) {
        public @Nullable Object read(Record bean) {
            try {
                return accessor.invoke(bean);
            } catch (RuntimeException | Error unchecked) {
                throw unchecked;
            } catch (Throwable impossible) {
                throw new AssertionError("accessors of wire records throw nothing checked", impossible);
            }
        }
    }

    private final List<Component> components;
    private final List<Component> sorted;
    private final MethodHandle constructor;

    private RecordShape(Class<?> type) {
        RecordComponent[] parts = type.getRecordComponents();
        if (parts == null) {
            throw new IllegalArgumentException(type + " is not a record");
        }
        List<Component> found = new ArrayList<>(parts.length);
        Class<?>[] types = new Class<?>[parts.length];
        try {
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            for (int i = 0; i < parts.length; i++) {
                Wire wire = parts[i].getAnnotation(Wire.class);
                String name = wire == null ? parts[i].getName() : wire.value();
                types[i] = parts[i].getType();
                found.add(new Component(
                        i, name, wire == null ? List.of() : List.of(wire.alias()), types[i],
                        parts[i].getGenericType(), parts[i].getAnnotatedType().isAnnotationPresent(Nullable.class),
                        lookup.unreflect(parts[i].getAccessor())));
            }
            constructor = lookup.findConstructor(type, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, types.length);
        } catch (ReflectiveOperationException notPublic) {
            throw new IllegalArgumentException(type + " is not a public record", notPublic);
        }
        components = List.copyOf(found);
        sorted = found.stream().sorted(Comparator.comparing(Component::wireName)).toList();
    }

    public static RecordShape of(Class<?> type) {
        return SHAPES.get(type);
    }

    /// In the order of the declaration.
    public List<Component> components() {
        return components;
    }

    /// In alphabetical order of the wire names.
    public List<Component> sorted() {
        return sorted;
    }

    public Object create(@Nullable Object[] values) {
        try {
            return constructor.invoke((Object) values);
        } catch (RuntimeException | Error unchecked) {
            throw unchecked;
        } catch (Throwable impossible) {
            throw new AssertionError("constructors of wire records throw nothing checked", impossible);
        }
    }
}
