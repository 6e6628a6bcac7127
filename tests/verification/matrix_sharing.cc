// Every number of every shipped case, changed by 1 %: where the case counts as sharing its matrices with the
// changed one, what is assembled for the changed one from nothing must be the same to the last bit.
#include "solver/config/declaration.h"
#include "solver/config/parameters.h"
#include "solver/config/reader.h"
#include "solver/model/case_terms.h"
#include "solver/model/model.h"
#include "solver/model/prepare.h"
#include "solver/motor/planar_motor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <functional>
#include <tuple>

namespace earshot {
namespace {

namespace fs = std::filesystem;

/// One number of a case, changed.
struct Change {
  std::string key;
  std::function<Case(const Case &)> apply;
};

/// Adds one to a whole number of a case: 1 % of it is nothing.
class WholeNumber {
public:
  /// @param wanted  counted from 0 in the order of the declaration
  explicit WholeNumber(int wanted) : wanted_(wanted) {}

  Case changed(Case config) {
    seen_ = 0;
    describe(*this, config);
    return config;
  }
  const std::string &key() const { return key_; } ///< empty: there aren't so many

  void integer(const std::string &key, Located<int> &value, const IntegerSpec &) {
    if (seen_++ == wanted_) {
      ++value.value;
      key_ = outer_ + key;
    }
  }
  template <class T>
  void section(const std::string &key, T &value, const std::string &) {
    nest(key, value);
  }
  template <class T>
  void section(const std::string &key, std::optional<T> &value, const std::string &) {
    if (value)
      nest(key, *value);
  }
  template <class T>
  void list(const std::string &key, std::vector<T> &values, const std::string &, std::size_t) {
    for (T &value : values)
      nest(key, value);
  }
  void quantity(const std::string &, Located<double> &, const QuantitySpec &) {}
  void quantity(const std::string &, std::optional<Located<double>> &, const QuantitySpec &) {}
  void quantity(const std::string &, std::vector<Located<double>> &, const QuantitySpec &) {}
  void flag(const std::string &, Located<bool> &, const std::string &) {}
  void text(const std::string &, Located<std::string> &, const TextSpec &) {}
  void texts(const std::string &, std::vector<Located<std::string>> &, const TextSpec &) {}
  void exactly_one(const std::vector<std::string> &) {}
  void include(const std::string &, const std::string &) {}
  void formerly(const std::string &, const std::string &) {}

private:
  template <class T>
  void nest(const std::string &key, T &value) {
    const std::string outer = outer_;
    outer_ += key + ".";
    describe(*this, value);
    outer_ = outer;
  }

  int wanted_ = 0, seen_ = 0;
  std::string key_, outer_;
};

std::vector<Change> changes_of(const Case &config) {
  std::vector<Change> changes;
  for (const Parameter &parameter : parameters_of(config)) {
    constexpr double instead_of_nothing = 1e-3; // 1 % of zero is zero
    double value = parameter.value == 0 ? instead_of_nothing : 1.01 * parameter.value;
    if (!parameter.allowed.contains(value))
      value = 0.99 * parameter.value;
    changes.push_back({parameter.key, [key = parameter.numbered_key, value](const Case &c) {
                         return with_value(c, key, value);
                       }});
  }
  for (int k = 0;; ++k) {
    WholeNumber number(k);
    number.changed(config);
    if (number.key().empty())
      return changes;
    changes.push_back({number.key(), [k](const Case &c) { return WholeNumber(k).changed(c); }});
  }
}

bool same_bits(double a, double b) {
  return std::memcmp(&a, &b, sizeof(a)) == 0;
}

using Entries = std::vector<std::tuple<Index, Index, double>>;

Entries entries_of(const RealMatrix &matrix) {
  Entries entries;
  matrix.for_each_entry(
      [&](Index row, Index column, double value) { entries.emplace_back(row, column, value); });
  return entries;
}

std::string difference(const SparseVector &a, const SparseVector &b) {
  const bool same = std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto &x, const auto &y) {
    return x.first == y.first && same_bits(x.second, y.second);
  });
  return same ? "" : "another vector";
}

std::string name_of(const Load &load) {
  return load.name;
}
std::string name_of(const Output &output) {
  return to_string(output.quantity);
}

template <class Named>
std::string difference_of_vectors(const std::vector<Named> &a, const std::vector<Named> &b) {
  if (a.size() != b.size())
    return "another number of loads or outputs";
  for (std::size_t k = 0; k < a.size(); ++k)
    if (name_of(a[k]) != name_of(b[k]) || !difference(a[k].vector, b[k].vector).empty())
      return name_of(a[k]) + " has another vector";
  return "";
}

/// What differs between the matrices and vectors of two problems; empty: nothing does.
/// @param but  part of the names of terms that may differ; empty: none
std::string difference(const FrequencyProblem &a, const FrequencyProblem &b, const std::string &but) {
  if (a.partition.total != b.partition.total)
    return "another number of unknowns";
  if (a.terms.size() != b.terms.size())
    return "another number of terms";
  for (std::size_t j = 0; j < a.terms.size(); ++j) {
    const Term &x = a.terms[j], &y = b.terms[j];
    if (x.name != y.name || x.region != y.region || x.loss != y.loss)
      return "another term \"" + x.name + "\" of " + x.region;
    if (!but.empty() && x.name.find(but) != std::string::npos)
      continue;
    const Entries own = entries_of(x.matrix), other = entries_of(y.matrix);
    const bool same =
        std::equal(own.begin(), own.end(), other.begin(), other.end(), [](const auto &p, const auto &q) {
          return std::get<0>(p) == std::get<0>(q) && std::get<1>(p) == std::get<1>(q) &&
                 same_bits(std::get<2>(p), std::get<2>(q));
        });
    if (!same)
      return "another matrix of \"" + x.name + "\" of " + x.region;
  }
  for (std::size_t k = 0; k < a.monitors.size(); ++k)
    for (std::size_t i = 0; i < a.monitors[k].rows.size(); ++i)
      if (!difference(a.monitors[k].rows[i], b.monitors.at(k).rows.at(i)).empty())
        return to_string(a.monitors[k].quantity) + " has another vector";
  const std::string loads = difference_of_vectors(a.loads, b.loads);
  return loads.empty() ? difference_of_vectors(a.outputs, b.outputs) : loads;
}

/// A case that is quick to build: coarse air, a shell of few elements whose mesh doesn't follow the bending
/// waves (it is part of what "one mesh" means), and no computed motor, which is in coefficients alone.
Case coarse(Case config) {
  config.mesh.size = 4e-3;
  for (MeshSizeConfig &region : config.mesh.region)
    region.size = 3 * region.size;
  for (DriverConfig &driver : config.drivers)
    if (driver.diaphragm) {
      driver.diaphragm->degree = 2;
      driver.diaphragm->elements_per_wavelength = 1e-3;
    }
  for (DriverConfig &driver : config.drivers)
    if (driver.motor.magnetic) { // numbers instead of those that would be computed
      driver.motor.force_factor = 0.5;
      driver.motor.resistance = 16.0;
    }
  return config;
}

/// The changes that are told to leave every matrix as it is, those of air and band apart; the number of the
/// others.
struct Sharing {
  std::vector<Change> shared, of_air_and_band;
  int own = 0;
};

bool is_of_air_or_band(const std::string &key) {
  return key.rfind("air.", 0) == 0 || key.rfind("sweep.", 0) == 0;
}

Sharing told_of(const Case &config, const MeshFacts &facts) {
  Sharing sharing;
  for (const Change &change : changes_of(config))
    try {
      if (same_matrices(config, change.apply(config), facts))
        (is_of_air_or_band(change.key) ? sharing.of_air_and_band : sharing.shared).push_back(change);
      else
        ++sharing.own;
    } catch (const UserError &) {
      // 1 % more is no such case.
    }
  return sharing;
}

/// Assembled from nothing, its mesh and planar motors included.
std::string difference_from(const Model &base, const Case &written) {
  const Case changed = with_planar_motors(written);
  const Model model(changed, prepare_mesh(changed, MPI_COMM_WORLD), MPI_COMM_WORLD);
  // The curvature that layers of the air follow is chosen once for a mesh, by its air and its band, and stays
  // with it: a fact of the mesh rather than of a design on it.
  const bool chosen_anew = model.facts().largest_curvature != base.facts().largest_curvature;
  return difference(base.problem(), model.problem(), chosen_anew ? "wall curvature" : "");
}

/// All changes at once, as what none of them changes they don't change together; one by one to name the
/// culprit.
void expect_shared(const Model &base, const std::vector<Change> &changes, const std::string &name) {
  const Case &config = base.config();
  Case all = config;
  for (const Change &change : changes)
    all = change.apply(all);
  EXPECT_TRUE(same_matrices(config, all, base.facts())) << name;
  const std::string found = difference_from(base, all);
  if (found.empty())
    return;
  ADD_FAILURE() << name << ", all changes at once: " << found;
  for (const Change &change : changes)
    EXPECT_EQ(difference_from(base, change.apply(config)), "") << name << ": " << change.key;
}

void expect_shared_where_told(const Case &written, const std::string &name) {
  const Case config = with_planar_motors(written);
  const Model base(config, prepare_mesh(config, MPI_COMM_WORLD), MPI_COMM_WORLD);
  const Sharing sharing = told_of(config, base.facts());
  std::printf("%-28s %3zu numbers share the matrices, %3d have their own\n", name.c_str(),
              sharing.shared.size() + sharing.of_air_and_band.size(), sharing.own);
  EXPECT_GT(sharing.shared.size(), 10u) << "source, materials, motor and ear are in coefficients";
  EXPECT_GT(sharing.of_air_and_band.size(), 3u);
  EXPECT_GT(sharing.own, 5) << "lengths and sizes are in matrices";
  expect_shared(base, sharing.shared, name);
  expect_shared(base, sharing.of_air_and_band, name);
}

std::string shipped(const std::string &name) {
  return EARSHOT_SOURCE_DIR "/configs/" + name + ".toml";
}

class MatrixSharing : public ::testing::TestWithParam<std::string> {};

TEST_P(MatrixSharing, IsWhatSameMatricesSays) {
  expect_shared_where_told(coarse(read_case(shipped(GetParam()))), GetParam());
}

std::vector<std::string> meshed_cases() {
  std::vector<std::string> names;
  for (const auto &entry : fs::directory_iterator(EARSHOT_SOURCE_DIR "/configs"))
    if (entry.path().extension() == ".toml" && entry.path().stem() != "pure_beryllium" && // as beryllium_dome
        !read_case(entry.path()).network)
      names.push_back(entry.path().stem());
  std::sort(names.begin(), names.end());
  return names;
}

INSTANTIATE_TEST_SUITE_P(ShippedCases, MatrixSharing, ::testing::ValuesIn(meshed_cases()),
                         [](const auto &info) { return info.param; });

/// The trace and magnets of the shipped planar driver on a film that fills a small monitor.
TEST(MatrixSharingOfPlanarMotors, IsWhatSameMatricesSays) {
  Case config = coarse(read_case(EARSHOT_SOURCE_DIR "/tests/cases/small.toml"));
  const Case planar = read_case(shipped("dynamic_planar"));
  DriverConfig &driver = config.drivers[0];
  const DriverConfig &shipped_driver = planar.drivers.back();
  ZoneConfig film = shipped_driver.diaphragm->zones[0];
  film.outer_radius = driver.diaphragm->zones.back().outer_radius;
  driver.diaphragm->zones = {film};
  driver.coil.reset();
  driver.motor = shipped_driver.motor;
  config.materials = planar.materials;
  expect_shared_where_told(config, "planar driver");
}

/// The shipped network, here at the ear of a small monitor beside its meshed driver.
TEST(MatrixSharingOfNetworks, IsWhatSameMatricesSays) {
  Case config = coarse(read_case(EARSHOT_SOURCE_DIR "/tests/cases/small.toml"));
  const Case hybrid = read_case(shipped("lumped_hybrid"));
  config.network = hybrid.network;
  config.armatures = hybrid.armatures;
  config.moving_coils = hybrid.moving_coils;
  config.ear = hybrid.ear;
  config.network->ports.push_back({std::string("canal"), std::string("ear")});
  expect_shared_where_told(config, "network beside a mesh");
}

/// Housings that are described in the other ways: by walls or by moments, with a tip in a network's canal and
/// an armature that pushes.
TEST(MatrixSharingOfHousings, IsWhatSameMatricesSays) {
  Case config = coarse(read_case(EARSHOT_SOURCE_DIR "/tests/cases/small.toml"));
  config.housing = read_case(shipped("moving_housing")).housing;
  HousingConfig &housing = *config.housing;
  housing.mass = 0.0;
  housing.wall_density = 1200.0;
  housing.wall_thickness = 1e-3;
  expect_shared_where_told(config, "housing by walls");

  housing.inertia = {2e-7, 2e-7, 1e-7};
  housing.inertia_products = {1e-8, 0.0, -1e-8};
  housing.centre = {1e-3, 0.0, -18e-3};
  housing.canal_area = 30e-6;
  const Case hybrid = read_case(shipped("lumped_hybrid"));
  config.network = hybrid.network;
  config.armatures = hybrid.armatures;
  config.moving_coils = hybrid.moving_coils;
  config.ear = hybrid.ear;
  config.network->ports.push_back({std::string("canal"), std::string("ear")});
  const auto armature = std::find_if(
      config.network->elements.begin(), config.network->elements.end(),
      [](const NetworkElementConfig &element) { return element.kind.value == ElementKind::armature; });
  housing.movers.push_back({armature->name, {0.0, 1e-3, -18e-3}, {0.0, 0.0, 1.0}});
  expect_shared_where_told(config, "housing by moments");
}

} // namespace
} // namespace earshot
