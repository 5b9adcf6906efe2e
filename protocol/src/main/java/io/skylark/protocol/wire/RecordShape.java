package io.skylark.protocol.wire;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of a record type: its components with their wire names, and how to make one. It works by reflection, which is
/// about as fast as method handles in the long run, and costs a short-lived process nothing for what it does not use.
public final class RecordShape {
    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    /// One component, in the record's own order at `index`; `nullable` when it is annotated so.
    public record Component(int index, String wireName, List<String> aliases, Class<?> type, Type genericType,
            boolean nullable, Method accessor) {
        public @Nullable Object read(Record bean) {
            try {
                return accessor.invoke(bean);
            } catch (ReflectiveOperationException failure) {
                throw unchecked(failure);
            }
        }
    }

    private final List<Component> components;
    private final List<Component> sorted;
    private final Constructor<?> constructor;

    private RecordShape(Class<?> type) {
        RecordComponent[] parts = type.getRecordComponents();
        if (parts == null) {
            throw new IllegalArgumentException(type + " is not a record");
        }
        List<Component> found = new ArrayList<>(parts.length);
        Class<?>[] types = new Class<?>[parts.length];
        for (int i = 0; i < parts.length; i++) {
            Wire wire = parts[i].getAnnotation(Wire.class);
            String name = wire == null ? parts[i].getName() : wire.value();
            types[i] = parts[i].getType();
            boolean nullable = !types[i].isPrimitive()
                    && parts[i].getAnnotatedType().isAnnotationPresent(Nullable.class);
            found.add(new Component(i, name, wire == null ? List.of() : List.of(wire.alias()), types[i],
                    parts[i].getGenericType(), nullable, parts[i].getAccessor()));
        }
        try {
            constructor = type.getConstructor(types);
        } catch (NoSuchMethodException notPublic) {
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
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException failure) {
            throw unchecked(failure);
        }
    }

    private static RuntimeException unchecked(ReflectiveOperationException failure) {
        Throwable cause = failure instanceof InvocationTargetException ? failure.getCause() : failure;
        if (cause instanceof RuntimeException unchecked) {
            return unchecked;
        }
        if (cause instanceof Error fatal) {
            throw fatal;
        }
        throw new AssertionError("the members of wire records are public and throw nothing checked", failure);
    }
}
