package io.skylark.protocol.json;

import io.skylark.protocol.wire.ProtocolException;
import io.skylark.protocol.wire.RecordShape;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns a tree of [JsonReader] into records and collections. Lenient where RocketMQ clients differ: numbers and
/// booleans may come as strings, unknown enum names become null.
final class JsonBinding {
    private JsonBinding() {}

    static @Nullable Object bind(@Nullable Object tree, Type type, String where) {
        if (type instanceof ParameterizedType generic) {
            return bindGeneric(tree, generic, where);
        }
        Class<?> target = (Class<?>) type;
        if (target.isRecord()) {
            return tree == null ? null : bindRecord(tree, target, where);
        }
        return bindScalar(tree, target, where);
    }

    private static Object bindRecord(Object tree, Class<?> type, String where) {
        if (!(tree instanceof Map<?, ?> map)) {
            throw wrong(where, "an object", tree);
        }
        RecordShape shape = RecordShape.of(type);
        @Nullable Object[] values = new @Nullable Object[shape.components().size()];
        for (RecordShape.Component component : shape.components()) {
            Object value = map.get(component.wireName());
            for (int i = 0; value == null && i < component.aliases().size(); i++) {
                value = map.get(component.aliases().get(i));
            }
            values[component.index()] = bind(value, component.genericType(), where + "." + component.wireName());
        }
        return shape.create(values);
    }

    private static Object bindGeneric(@Nullable Object tree, ParameterizedType type, String where) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type[] arguments = type.getActualTypeArguments();
        if (raw == Map.class) {
            return bindMap(tree, arguments, where);
        }
        if (raw != List.class && raw != Set.class) {
            throw new IllegalArgumentException("no JSON form for " + type);
        }
        List<Object> values = new ArrayList<>();
        if (tree != null) {
            if (!(tree instanceof List<?> list)) {
                throw wrong(where, "an array", tree);
            }
            for (Object element : list) {
                Object value = bind(element, arguments[0], where + "[]");
                if (value != null) {
                    values.add(value);
                }
            }
        }
        return raw == Set.class ? new LinkedHashSet<>(values) : values;
    }

    private static Map<Object, Object> bindMap(@Nullable Object tree, Type[] arguments, String where) {
        Map<Object, Object> values = new LinkedHashMap<>();
        if (tree == null) {
            return values;
        }
        if (!(tree instanceof Map<?, ?> map)) {
            throw wrong(where, "an object", tree);
        }
        map.forEach((key, value) -> {
            Object boundKey = bind(key, arguments[0], where + " key");
            Object boundValue = bind(value, arguments[1], where + "." + key);
            if (boundKey != null && boundValue != null) {
                values.put(boundKey, boundValue);
            }
        });
        return values;
    }

    private static @Nullable Object bindScalar(@Nullable Object tree, Class<?> type, String where) {
        if (type == String.class) {
            return tree == null || tree instanceof Map || tree instanceof List ? null : tree.toString();
        }
        if (type == boolean.class || type == Boolean.class) {
            return tree == null ? (type == boolean.class ? false : null) : Boolean.valueOf(tree.toString());
        }
        if (type.isEnum()) {
            return tree == null ? null : constant(type, tree.toString());
        }
        if (type == Object.class) {
            return tree;
        }
        return bindNumber(tree, type, where);
    }

    private static @Nullable Object constant(Class<?> type, String name) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equalsIgnoreCase(name)) {
                return constant;
            }
        }
        return null;
    }

    private static @Nullable Object bindNumber(@Nullable Object tree, Class<?> type, String where) {
        boolean primitive = type.isPrimitive();
        if (tree == null && !primitive) {
            return null;
        }
        try {
            String text = tree == null ? "0" : tree.toString();
            if (type == int.class || type == Integer.class) {
                return Math.toIntExact(Long.parseLong(text));
            }
            if (type == long.class || type == Long.class) {
                return Long.valueOf(text);
            }
            if (type == double.class || type == Double.class) {
                return Double.valueOf(text);
            }
        } catch (NumberFormatException | ArithmeticException notANumber) {
            throw wrong(where, "a number of type " + type.getSimpleName(), tree);
        }
        throw new IllegalArgumentException("no JSON form for " + type);
    }

    private static ProtocolException wrong(String where, String wanted, @Nullable Object found) {
        String text = String.valueOf(found);
        return new ProtocolException("broken JSON: " + where + " must be " + wanted + ", not "
                + (text.length() > 60 ? text.substring(0, 60) + "..." : text));
    }
}
