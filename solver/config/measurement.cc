#include "solver/config/measurement.h"

#include "solver/config/declaration.h"
#include "solver/config/measurement_declaration.h"
#include "solver/config/tree_reader.h"

#include <charconv>

namespace earshot {

template <class Visitor>
void describe(Visitor &v, MeasurementConfig &measurement) {
  choice(v, "ear", measurement.ear, spec::text("What was measured at."));
  v.text("fixture", measurement.fixture, spec::text("Maker and type of what holds the ear simulator."));
  v.quantity("voltage", measurement.voltage, spec::quantity(unit::voltage, "Of the source, RMS.").positive());
  v.quantity("output_impedance", measurement.output_impedance,
             spec::quantity(unit::electrical_resistance, "Of the source.").not_negative());
  v.text("smoothing", measurement.smoothing, spec::text("That the file holds, such as \"1/12 octave\"."));
  v.integer("seatings", measurement.seatings, {"Over which the curve is a mean.", 1, 100000});
  v.list("uncertainty", measurement.uncertainty, "Of the level, by rising frequency.", 0);
  v.text("columns", measurement.columns, spec::text("Heading in place of the file's own."));
}

namespace {

/// `uncertainty = "0.5 dB"` is one for all frequencies.
void complete_uncertainty(ConfigNode &root) {
  ConfigNode *const node = root.member("uncertainty");
  if (node == nullptr || node->kind != ConfigNode::Kind::text)
    return;
  ConfigNode entry, list;
  entry.where = list.where = node->where;
  entry.members = {{"value", *node}};
  list.kind = ConfigNode::Kind::list;
  list.items = {entry};
  *node = list;
}

/// Each ends above the one before, and only the last may lack an end.
void check_uncertainty(const std::vector<UncertaintyConfig> &entries, std::vector<Diagnostic> &problems) {
  for (std::size_t k = 0; k + 1 < entries.size(); ++k) {
    const auto &to = entries[k].to, &next = entries[k + 1].to;
    if (!to)
      problems.push_back({entries[k].value.where, "found no key \"to\" before further entries, expected the "
                                                  "frequency where this one ends"});
    else if (next && next->value <= to->value)
      problems.push_back({next->where, fmt::format("found {} after {}, expected rising frequencies",
                                                   format_quantity(next->value, unit::frequency),
                                                   format_quantity(to->value, unit::frequency))});
  }
}

std::optional<double> whole_number(const std::string &text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value > 0 ? std::optional<double>(value)
                                                                               : std::nullopt;
}

} // namespace

MeasurementConfig read_measurement(const std::string &text, const std::string &file) {
  ConfigNode root = parse_config_tree(text, file);
  complete_uncertainty(root);
  MeasurementConfig measurement;
  std::vector<Diagnostic> problems;
  TreeReader(file, false, problems).read(root, "", measurement);
  check_uncertainty(measurement.uncertainty, problems);
  try {
    smoothing_octaves(measurement.smoothing, measurement.smoothing.where);
  } catch (const UserError &error) {
    problems.insert(problems.end(), error.diagnostics().begin(), error.diagnostics().end());
  }
  if (!problems.empty())
    throw UserError(problems);
  return measurement;
}

EarModel published_ear(EarModel model) {
  return model == EarModel::iec711_tubes ? EarModel::iec711 : model;
}

double smoothing_octaves(const std::string &text, const SourcePosition &where) {
  std::string fraction = text.substr(0, text.find_last_not_of(' ') + 1);
  if (fraction.empty() || fraction == "none")
    return 0;
  for (const char *word : {" octaves", " octave"})
    if (fraction.ends_with(word))
      fraction.resize(fraction.size() - std::string(word).size());
  const std::size_t slash = fraction.find('/');
  const auto over = whole_number(fraction.substr(0, slash)),
             under =
                 slash == std::string::npos ? std::optional(1.0) : whole_number(fraction.substr(slash + 1));
  constexpr double widest = 3; // beyond this nothing of a curve is left
  if (!over || !under || *over / *under > widest)
    throw UserError(where,
                    fmt::format("found \"{}\", expected a part of an octave such as \"1/12 octave\", or "
                                "\"none\"",
                                text));
  return *over / *under;
}

std::string smoothing_text(double octaves) {
  if (octaves == 0)
    return "no smoothing";
  const double parts = std::round(1 / octaves);
  return std::abs(parts * octaves - 1) < 1e-9 ? parts == 1 ? "1 octave" : fmt::format("1/{:g} octave", parts)
                                              : fmt::format("{:.3g} octaves", octaves);
}

} // namespace earshot
