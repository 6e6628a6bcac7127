#include "solver/config/declaration.h"
#include "solver/config/documents.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace earshot {

namespace {

using Json = nlohmann::ordered_json;

/// The visitor that writes the schema of one struct, from its default values.
class SchemaWriter {
public:
  Json schema = {{"type", "object"}, {"properties", Json::object()}, {"additionalProperties", false}};

  void quantity(const std::string &key, const Located<double> &value, const QuantitySpec &spec) {
    Json entry = quantity_schema(spec);
    if (spec.is_required)
      require(key);
    else if (spec.allowed.contains(value)) // else the default that stands for "not given"
      entry["default"] = format_quantity(value, spec.unit);
    add(key, entry);
  }
  void quantity(const std::string &key, const std::optional<Located<double>> &, const QuantitySpec &spec) {
    add(key, quantity_schema(spec));
  }
  void quantity(const std::string &key, const std::vector<Located<double>> &, const QuantitySpec &spec) {
    Json entry = {{"description", spec.text}, {"type", "array"}, {"items", quantity_schema(spec)}};
    entry["items"].erase("description");
    if (spec.must_have_item)
      entry["minItems"] = 1;
    add(key, entry);
  }

  void integer(const std::string &key, const Located<int> &value, const IntegerSpec &spec) {
    add(key, {{"description", spec.text},
              {"type", "integer"},
              {"minimum", spec.lower},
              {"maximum", spec.upper},
              {"default", value.value}});
  }

  void flag(const std::string &key, const Located<bool> &value, const std::string &text) {
    add(key, {{"description", text}, {"type", "boolean"}, {"default", value.value}});
  }

  void text(const std::string &key, const Located<std::string> &value, const TextSpec &spec) {
    Json entry = {{"description", spec.text}, {"type", "string"}};
    if (!spec.choices.empty())
      entry["enum"] = spec.choices;
    if (spec.is_required)
      require(key);
    else if (!value.value.empty())
      entry["default"] = value.value;
    add(key, entry);
  }

  void texts(const std::string &key, const std::vector<Located<std::string>> &, const TextSpec &spec) {
    Json item = {{"type", {"string", "number", "boolean"}}};
    if (!spec.choices.empty())
      item = {{"enum", spec.choices}};
    add(key, {{"description", spec.text}, {"type", "array"}, {"minItems", 1}, {"items", item}});
  }

  template <class T>
  void section(const std::string &key, T &value, const std::string &text) {
    const Json entry = described(value, text);
    if (entry.contains("required"))
      require(key);
    add(key, entry);
  }
  template <class T>
  void section(const std::string &key, std::optional<T> &, const std::string &text) {
    T value;
    add(key, described(value, text));
  }

  template <class T>
  void list(const std::string &key, std::vector<T> &, const std::string &text, std::size_t minimum) {
    T value;
    Json entry = {{"description", text}, {"type", "array"}};
    if (minimum > 0) {
      entry["minItems"] = minimum;
      require(key);
    }
    entry["items"] = described(value, "");
    add(key, entry);
  }

  /// Where a key among them is required, all that is required so far is so for this alternative only.
  void exactly_one(const std::vector<std::string> &keys) {
    const Json required = schema.value("required", Json::array());
    for (const std::string &key : keys) {
      const bool needs_all = std::find(required.begin(), required.end(), key) != required.end();
      schema["oneOf"].push_back({{"required", needs_all ? required : Json::array({key})}});
      if (needs_all)
        schema.erase("required");
    }
  }

  void formerly(const std::string &, const std::string &) {}
  void include(const std::string &key, const std::string &text) {
    const Json file = {{"type", "string"}};
    add(key, {{"description", text}, {"anyOf", {file, {{"type", "array"}, {"items", file}}}}});
  }

private:
  template <class T>
  static Json described(T &value, const std::string &text) {
    SchemaWriter writer;
    describe(writer, value);
    if (text.empty())
      return writer.schema;
    Json entry = {{"description", text}};
    entry.update(writer.schema);
    return entry;
  }

  static Json quantity_schema(const QuantitySpec &spec) {
    const std::string bounds = to_string(spec.allowed, spec.unit);
    const std::string description = spec.text + (bounds.empty() ? "" : " Allowed: " + bounds + ".");
    const Json with_unit = {{"type", "string"},
                            {"pattern", "^\\s*[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?\\s*\\S.*$"}};
    Json entry = {{"description", description}};
    if (std::string(spec.unit.si) == "1")
      entry["type"] = {"number", "string"};
    else
      entry.update(with_unit);
    entry["examples"] = {spec.unit.example};
    return entry;
  }

  void add(const std::string &key, const Json &entry) { schema["properties"][key] = entry; }
  void require(const std::string &key) { schema["required"].push_back(key); }
};

} // namespace

std::string json_schema() {
  SchemaWriter writer;
  Case defaults;
  describe(writer, defaults);
  Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "earshot case file"}};
  schema.update(writer.schema);
  schema.erase("required"); // an included file may hold it
  return schema.dump(2) + "\n";
}

} // namespace earshot
