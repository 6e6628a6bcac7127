#include "solver/mesh/cad_writer.h"

#include "solver/mesh/air_geometry.h"
#include "solver/mesh/gmsh_session.h"
#include "solver/mesh/silent_output.h"

#include <fmt/format.h>
#include <gmsh.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <regex>

namespace earshot {
namespace {

/// Names of the volumes in the order of their tags, in which gmsh writes them.
std::vector<std::string> volume_names() {
  gmsh::vectorpair volumes;
  gmsh::model::getEntities(volumes, 3);
  std::vector<std::string> names;
  for (const auto &[dimension, tag] : volumes) {
    std::vector<int> groups;
    gmsh::model::getPhysicalGroupsForEntity(dimension, tag, groups);
    std::string name;
    if (!groups.empty())
      gmsh::model::getPhysicalName(dimension, groups.front(), name);
    names.push_back(name);
  }
  return names;
}

/// Gives the products, which OpenCASCADE calls "Open CASCADE STEP translator 7.6 <n>.<k>", or without ".<k>"
/// where there is one only, their names; n counts what the process has written.
std::string with_names(const std::string &text, const std::vector<std::string> &names) {
  const std::regex product(names.size() > 1 ? R"('Open CASCADE STEP translator [0-9.]+\s+\d+\.(\d+)')"
                                            : R"('Open CASCADE STEP translator [0-9.]+\s+(\d+)')");
  std::string result;
  auto from = text.cbegin();
  for (std::sregex_iterator match(text.begin(), text.end(), product), end; match != end; ++match) {
    const std::size_t k = names.size() > 1 ? std::stoul((*match)[1].str()) : 1;
    result.append(from, (*match)[0].first);
    result += k >= 1 && k <= names.size() && !names[k - 1].empty() ? "'" + names[k - 1] + "'" : match->str();
    from = (*match)[0].second;
  }
  return result.append(from, text.cend());
}

} // namespace

void write_step(const Case &config, const Profile *diaphragm, const std::string &file) {
  std::optional<TemplateLayout> layout;
  if (config.geometry && config.geometry->is_template())
    layout = lay_out_template(*config.geometry, diaphragm);
  if (!layout && config.parts.empty())
    throw UserError(config.file + ": has neither a template [geometry] nor [[part]], which a STEP file could "
                                  "be made of");
  std::vector<std::string> names;
  {
    const GmshSession gmsh;
    const SilentOutput silence;
    gmsh.run("writing " + file, [&] {
      build_air_geometry(layout ? &*layout : nullptr, config.parts, config.tubes);
      names = volume_names();
      gmsh::write(file);
    });
  }
  name_products(file, names);
}

void name_products(const std::string &file, const std::vector<std::string> &names) {
  std::ifstream stream(file);
  const std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  std::ofstream(file) << with_names(text, names);
}

} // namespace earshot
