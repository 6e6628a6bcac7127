#include "solver/mesh/cad_file.h"

#include "solver/config/text_file.h"
#include "solver/config/units.h"
#include "solver/mesh/child_process.h"
#include "solver/mesh/silent_output.h"

#include <fmt/format.h>
#include <gmsh.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <system_error>

namespace earshot {
namespace {

namespace fs = std::filesystem;
namespace occ = gmsh::model::occ;

constexpr std::size_t largest_file = 64 << 20; // [bytes]: some minutes and 2 GB of OpenCASCADE's memory

enum class CadFormat { step, iges, brep };

/// What the messages call a format, and gmsh.
struct FormatName {
  const char *shown, *with_article, *gmsh, *start, *end;
};
FormatName name_of(CadFormat format) {
  switch (format) {
  case CadFormat::step:
    return {"STEP", "a STEP", "step", "ISO-10303-21;", "END-ISO-10303-21;"};
  case CadFormat::iges:
    return {"IGES", "an IGES", "iges", "an S in column 73", "a line of section T"};
  case CadFormat::brep:
    return {"BREP", "a BREP", "brep", "CASCADE Topology V", "its last shape"};
  }
  throw std::invalid_argument("unknown CAD format");
}

CadFormat format_of(const CadConfig &cad) {
  return !cad.step.value.empty()   ? CadFormat::step
         : !cad.iges.value.empty() ? CadFormat::iges
                                   : CadFormat::brep;
}

std::string last_line(const std::string &text) {
  const std::size_t end = text.find_last_not_of(" \t\r\n");
  const std::size_t begin = end == std::string::npos ? end : text.find_last_of("\r\n", end);
  return end == std::string::npos ? "" : text.substr(begin + 1, end - begin);
}

bool is_iges_line(const std::string &line, char section) {
  return line.size() > 72 && line[72] == section;
}

bool looks_like(CadFormat format, const std::string &head) {
  const std::string line = head.substr(0, head.find_first_of("\r\n"));
  switch (format) {
  case CadFormat::step:
    return head.find_first_not_of(" \t\r\n\xef\xbb\xbf") == head.find("ISO-10303-21;") &&
           head.find("ISO-10303-21;") != std::string::npos;
  case CadFormat::iges:
    return is_iges_line(line, 'S');
  case CadFormat::brep:
    return head.find("CASCADE Topology V") != std::string::npos;
  }
  return false;
}

bool is_whole(CadFormat format, const std::string &tail) {
  switch (format) {
  case CadFormat::step:
    return tail.find("END-ISO-10303-21") != std::string::npos;
  case CadFormat::iges:
    return is_iges_line(last_line(tail), 'T');
  case CadFormat::brep: // ends with the shape itself: its orientation, number and location, or the mark *
    return tail.find('*') != std::string::npos || tail.find('+') != std::string::npos;
  }
  return false;
}

/// A copy under a name of the program's own, gone with this object: whatever lies beside the user's file, or
/// takes its place meanwhile, isn't looked at.
class PrivateCopy {
public:
  PrivateCopy(const std::string &bytes, const std::string &extension) {
    std::string name = (fs::temp_directory_path() / "earshot-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr)
      throw std::system_error(errno, std::generic_category(), "no temporary folder " + name);
    folder_ = name;
    std::ofstream(file = (folder_ / ("geometry." + extension)).string(), std::ios::binary) << bytes;
  }
  ~PrivateCopy() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  PrivateCopy(const PrivateCopy &) = delete;
  PrivateCopy &operator=(const PrivateCopy &) = delete;

  std::string file;

private:
  fs::path folder_;
};

std::string checked_bytes(const Located<std::string> &file, CadFormat format) {
  const FormatName name = name_of(format);
  std::string bytes;
  try {
    bytes = read_text_file(file, largest_file);
  } catch (const UserError &error) { // of the file itself, which has no line
    throw UserError(file.where, fmt::format("{}: {}", file.value, error.diagnostics().front().message));
  }
  if (bytes.empty())
    throw UserError(file.where, fmt::format("{} is empty", file.value));
  constexpr std::size_t ends = 4096;
  if (!looks_like(format, bytes.substr(0, ends)))
    throw UserError(file.where, fmt::format("{} is no {} file: expected {} in its first lines", file.value,
                                            name.shown, name.start));
  if (!is_whole(format, bytes.substr(bytes.size() - std::min(bytes.size(), ends))))
    throw UserError(file.where, fmt::format("{} is cut off: expected {} at its end", file.value, name.end));
  return bytes;
}

/// Seconds that OpenCASCADE may read a file; it takes some 2 s per MiB.
unsigned int longest_reading(std::size_t bytes) {
  constexpr unsigned int least = 30, per_mebibyte = 20;
  return least + per_mebibyte * static_cast<unsigned int>(bytes >> 20);
}

/// Seconds that it may mend one; sewing looks for a partner of every edge.
unsigned int longest_healing(std::size_t bytes) {
  return 4 * longest_reading(bytes);
}

/// Does something to a file in a copy of this process, as a damaged file may end OpenCASCADE or keep it for
/// ever; what it throws is thrown again where it can be told. @throws UserError when that happens
/// @param doing  "reads it", for messages @param use  "can't be used as a STEP file"
void require_harmless(const Located<std::string> &file, const std::string &use, const char *doing,
                      unsigned int seconds, const std::function<void()> &work) {
  const auto ending = in_child_process(seconds, [&] {
                        work();
                        return std::string();
                      }).ending;
  if (ending == ChildOutcome::Ending::too_long)
    throw UserError(file.where,
                    fmt::format("{} {}: OpenCASCADE still {} after {} s", file.value, use, doing, seconds));
  if (ending == ChildOutcome::Ending::crashed)
    throw UserError(file.where, fmt::format("{} {}: it is damaged, OpenCASCADE ends where it {}", file.value,
                                            use, doing));
}

gmsh::vectorpair of_dimension(const gmsh::vectorpair &entities, int dimension) {
  gmsh::vectorpair result;
  std::copy_if(entities.begin(), entities.end(), std::back_inserter(result),
               [=](const auto &entity) { return entity.first == dimension; });
  return result;
}

/// OpenCASCADE's counts of what changed: "Info:  - Edges              : 12 (24)", now and before.
std::vector<std::string> changes_in(const std::vector<std::string> &log, double length) {
  std::vector<std::string> lines;
  for (const std::string &line : log) {
    std::array<char, 41> what{};
    double after = 0, before = 0;
    if (std::sscanf(line.c_str(), "Info: - %40[^:]: %lf (%lf)", what.data(), &after, &before) == 3 &&
        after != before) {
      std::string name = what.data();
      name.erase(name.find_last_not_of(' ') + 1);
      if (name == "Compounds" || name == "Vertices") // how shapes are grouped; ends of edges
        continue;
      std::transform(name.begin(), name.end(), name.begin(),
                     [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
      lines.push_back(
          fmt::format("mended to {:.4g} mm: {} {:.8g} instead of {:.8g}", 1e3 * length, name, after, before));
    }
  }
  return lines;
}

/// Sews faces to solids, closes gaps, removes small edges and faces.
std::vector<std::string> heal(gmsh::vectorpair &shapes, double length) {
  gmsh::vectorpair healed;
  gmsh::logger::start();
  occ::healShapes(healed, shapes, length / cad_unit, true, true, true, true, true);
  std::vector<std::string> log;
  gmsh::logger::get(log);
  gmsh::logger::stop();
  occ::remove(shapes, true);
  shapes = healed;
  return changes_in(log, length);
}

void require_solids(const Located<std::string> &file, const gmsh::vectorpair &shapes) {
  if (!of_dimension(shapes, 3).empty())
    return;
  const std::size_t faces = of_dimension(shapes, 2).size();
  throw UserError(file.where,
                  faces == 0
                      ? fmt::format("{} holds no solid", file.value)
                      : fmt::format("{} holds {} faces and no solid: export solids, or let geometry.heal "
                                    "= \"0.01 mm\" sew faces that enclose one",
                                    file.value, faces));
}

/// Nothing that is worn in an ear is as large as a metre.
void require_sane_extent(const Located<std::string> &file) {
  constexpr double largest = 1, smallest = 2e-4; // [m]
  double x0, y0, z0, x1, y1, z1;
  gmsh::model::getBoundingBox(-1, -1, x0, y0, z0, x1, y1, z1);
  const double extent = cad_unit * std::max({x1 - x0, y1 - y0, z1 - z0});
  if (extent > largest || extent < smallest)
    throw UserError(file.where,
                    fmt::format("{} spans {:.4g} mm, expected {:.4g} mm to {:.4g} mm: was it drawn in "
                                "millimetres and saved in another unit?",
                                file.value, 1e3 * extent, 1e3 * smallest, 1e3 * largest));
}

} // namespace

std::vector<std::string> read_cad_file(const CadConfig &cad, const GmshSession &gmsh) {
  const Located<std::string> &file = *cad.file();
  const CadFormat format = format_of(cad);
  const FormatName name = name_of(format);
  const std::string bytes = checked_bytes(file, format);
  const PrivateCopy copy(bytes, name.gmsh);
  std::vector<std::string> notes;
  gmsh::vectorpair shapes;
  const SilentOutput silence; // what the user needs of OpenCASCADE's words is said in an error
  try {
    gmsh.run("reading " + file.value, [&] {
      if (format == CadFormat::step) // IGES files come in millimetres by themselves
        gmsh::option::setString("Geometry.OCCTargetUnit", "MM");
      if (!cad.unit.value
               .empty()) // of a BREP file, whose shapes scale exactly as they are read, not afterwards
        gmsh::option::setNumber("Geometry.OCCScaling", metres_in(cad.unit) / cad_unit);
      const auto import = [&] { // of parts also faces that bound no solid
        occ::importShapes(copy.file, shapes, cad.holds.value == CadContent::air, name.gmsh);
      };
      require_harmless(file, fmt::format("can't be used as {} file", name.with_article), "reads it",
                       longest_reading(bytes.size()), import);
      import();
      if (cad.heal > 0) {
        require_harmless(file, fmt::format("can't be mended to {:.4g} mm (geometry.heal)", 1e3 * cad.heal),
                         "mends it", longest_healing(bytes.size()), [&] { heal(shapes, cad.heal); });
        notes = heal(shapes, cad.heal);
      }
      require_solids(file, shapes);
      occ::synchronize();
      require_sane_extent(file);
    });
  } catch (const UserError &error) {
    if (!error.diagnostics().front().where.key.empty())
      throw;
    throw UserError(file.where,
                    fmt::format("{} can't be used as {} file: OpenCASCADE finds no shape in it ({})",
                                file.value, name.with_article, error.what()));
  }
  return notes;
}

} // namespace earshot
