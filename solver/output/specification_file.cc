#include "solver/output/specification_file.h"

#include "solver/files/tables.h"

#include <nlohmann/json.hpp>

namespace earshot {

void write_specification(const std::filesystem::path &directory,
                         const std::vector<SpecificationFigure> &figures) {
  auto list = nlohmann::ordered_json::array();
  for (const SpecificationFigure &figure : figures)
    list.push_back({{"name", figure.name},
                    {"title", figure.title},
                    {"group", figure.group},
                    {"value", figure.value},
                    {"unit", figure.unit},
                    {"conditions", figure.conditions}});
  // JSON knows no NaN: the library writes null, "not known".
  write_atomically(directory / "specification.json",
                   nlohmann::ordered_json{{"figures", list}}.dump(2) + "\n");
}

} // namespace earshot
