#include "solver/sweep/projection.h"

#include "solver/algebra/dense_system.h"

#include <algorithm>
#include <cstdint>

namespace earshot {

namespace {

using Field = ReducedBasis::Field;

/// Vectors of random signs: 16 give a norm within 13 % (one standard deviation of a complex residual).
constexpr std::size_t n_probes = 16;
/// Rows that are gathered before they are multiplied.
constexpr std::size_t panel = 256;

/// A random sign that depends on nothing but the place in T, so that every number of ranks has the same
/// T (the mixer of Steele, Lea and Flood's SplitMix64).
double random_sign(std::uint64_t place) {
  std::uint64_t z = (place + 1) * 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return (z ^ (z >> 31)) & 1 ? 1.0 : -1.0;
}

void sum_over_ranks(std::vector<double> &values, MPI_Comm communicator) {
  MPI_Allreduce(MPI_IN_PLACE, values.data(), static_cast<int>(values.size()), MPI_DOUBLE, MPI_SUM,
                communicator);
}

/// Sums V_f^T Y and (D T)^T Y, for rows of Y that come one by one.
class RowProducts {
public:
  RowProducts(const std::vector<Field> &fields, const std::vector<double> &probes, std::size_t width)
      : fields_(fields), probes_(probes), width_(width), panels_(fields.size()) {
    for (const Field &field : fields)
      products_.push_back(std::vector<double>(field.n_columns * width));
    sketch_.resize(n_probes * width);
  }

  void add(std::size_t field, std::size_t field_row, std::size_t row, const double *values) {
    Panel &panel_of_field = panels_[field];
    const double *columns = fields_[field].values.data() + field_row * fields_[field].stride;
    panel_of_field.columns.insert(panel_of_field.columns.end(), columns, columns + fields_[field].n_columns);
    panel_of_field.probes.insert(panel_of_field.probes.end(), probes_.data() + row * n_probes,
                                 probes_.data() + (row + 1) * n_probes);
    panel_of_field.values.insert(panel_of_field.values.end(), values, values + width_);
    if (++panel_of_field.rows == panel)
      flush(field);
  }

  void finish() {
    for (std::size_t field = 0; field < panels_.size(); ++field)
      flush(field);
  }

  std::vector<double> &product(std::size_t field) { return products_[field]; }
  std::vector<double> &sketch() { return sketch_; }

private:
  struct Panel {
    std::vector<double> columns, probes, values;
    std::size_t rows = 0;
  };

  void flush(std::size_t field) {
    Panel &full = panels_[field];
    const std::size_t n = fields_[field].n_columns;
    multiply_transposed(n, width_, full.rows, 1, full.columns.data(), n, full.values.data(), width_, 1,
                        products_[field].data(), width_);
    multiply_transposed(n_probes, width_, full.rows, 1, full.probes.data(), n_probes, full.values.data(),
                        width_, 1, sketch_.data(), width_);
    full.columns.clear();
    full.probes.clear();
    full.values.clear();
    full.rows = 0;
  }

  const std::vector<Field> &fields_;
  const std::vector<double> &probes_;
  std::size_t width_;
  std::vector<Panel> panels_;
  std::vector<std::vector<double>> products_;
  std::vector<double> sketch_;
};

} // namespace

Projection::Projection(const FrequencyProblem &problem, const ReducedBasis &basis,
                       std::span<const double> scaling, const std::vector<std::size_t> &estimated)
    : problem_(problem), basis_(basis), projected_(basis.fields().size(), 0),
      estimated_(problem.outputs.size(), false) {
  for (const std::size_t output : estimated)
    estimated_[output] = true;
  find_places();
  find_touched_fields();
  make_probes(scaling);
  model_.n_probes = n_probes;
  for (const Term &term : problem.terms)
    model_.terms.push_back({term.name, term.region, term.loss, {}, {}, {}});
  model_.loads.resize(problem.loads.size());
  for (const Output &output : problem.outputs)
    model_.outputs.push_back({{}, output.quantity});
  for (const Monitor &monitor : problem.monitors)
    model_.monitors.push_back({monitor.quantity, {}, {}});
  update();
}

void Projection::find_places() {
  places_.resize(problem_.partition.end - problem_.partition.begin);
  for (std::size_t f = 0; f < basis_.fields().size(); ++f)
    for (std::size_t row = 0; row < basis_.fields()[f].rows.size(); ++row)
      places_[basis_.fields()[f].rows[row]] = {static_cast<int>(f), row};
}

void Projection::find_touched_fields() {
  const std::size_t n_fields = basis_.fields().size();
  std::vector<int> touched(problem_.terms.size() * n_fields, 0);
  for (std::size_t j = 0; j < problem_.terms.size(); ++j)
    problem_.terms[j].matrix.for_each_entry([&](Index row, Index, double) {
      touched[j * n_fields + places_[row - problem_.partition.begin].field] = 1;
    });
  MPI_Allreduce(MPI_IN_PLACE, touched.data(), static_cast<int>(touched.size()), MPI_INT, MPI_MAX,
                problem_.partition.communicator);
  for (std::size_t j = 0; j < problem_.terms.size(); ++j)
    touched_.emplace_back(touched.begin() + j * n_fields, touched.begin() + (j + 1) * n_fields);
}

void Projection::make_probes(std::span<const double> scaling) {
  for (Index row = problem_.partition.begin; row < problem_.partition.end; ++row)
    for (std::size_t probe = 0; probe < n_probes; ++probe)
      probes_.push_back(scaling[row] * random_sign(static_cast<std::uint64_t>(row) * n_probes + probe));
}

void Projection::update() {
  model_.size = basis_.size();
  for (std::size_t j = 0; j < model_.terms.size(); ++j)
    grow(model_.terms[j], touched_[j]);
  for (std::size_t f = 0; f < basis_.fields().size(); ++f)
    project_field(f);
  for (std::size_t k = 0; k < model_.loads.size(); ++k)
    project(model_.loads[k], problem_.loads[k].vector, true);
  for (std::size_t l = 0; l < model_.outputs.size(); ++l)
    project(model_.outputs[l], problem_.outputs[l].vector, estimated_[l]);
  for (std::size_t m = 0; m < model_.monitors.size(); ++m)
    project(model_.monitors[m], problem_.monitors[m]);
}

/// Makes room for the new columns of the fields that a term touches.
void Projection::grow(ReducedTerm &term, const std::vector<bool> &touched) const {
  const std::vector<std::size_t> before = term.support;
  term.support.clear();
  for (std::size_t f = 0; f < touched.size(); ++f)
    if (touched[f])
      term.support.insert(term.support.end(), basis_.fields()[f].number.begin(),
                          basis_.fields()[f].number.end());
  std::sort(term.support.begin(), term.support.end());
  const std::size_t n = term.support.size(), m = before.size();
  std::vector<double> matrix(n * n), sketch(n_probes * n);
  std::vector<std::size_t> place;
  for (const std::size_t number : before)
    place.push_back(std::lower_bound(term.support.begin(), term.support.end(), number) -
                    term.support.begin());
  for (std::size_t k = 0; k < m; ++k) {
    for (std::size_t i = 0; i < m; ++i)
      matrix[place[i] * n + place[k]] = term.matrix[i * m + k];
    for (std::size_t probe = 0; probe < n_probes; ++probe)
      sketch[probe * n + place[k]] = term.sketch[probe * m + k];
  }
  term.matrix = std::move(matrix);
  term.sketch = std::move(sketch);
}

void Projection::project_field(std::size_t f) {
  const Field &field = basis_.fields()[f];
  const std::size_t n_new = field.n_columns - projected_[f];
  if (n_new == 0)
    return;
  const std::size_t width = (n_new + 7) / 8 * 8; // RealMatrix::multiply takes eights
  std::vector<double> columns(problem_.partition.total * width);
  for (std::size_t row = 0; row < field.rows.size(); ++row)
    std::copy_n(field.values.begin() + row * field.stride + projected_[f], n_new,
                columns.begin() + (problem_.partition.begin + field.rows[row]) * width);
  int n_ranks = 1;
  MPI_Comm_size(problem_.partition.communicator, &n_ranks);
  if (n_ranks > 1)
    sum_over_ranks(columns, problem_.partition.communicator);
  for (std::size_t j = 0; j < model_.terms.size(); ++j)
    if (touched_[j][f])
      project(model_.terms[j], j, f, columns, width);
  projected_[f] = field.n_columns;
}

void Projection::project(ReducedTerm &term, std::size_t term_number, std::size_t f,
                         const std::vector<double> &columns, std::size_t width) {
  RowProducts products(basis_.fields(), probes_, width);
  problem_.terms[term_number].matrix.multiply(columns, width, [&](Index row, const double *values) {
    products.add(places_[row].field, places_[row].row, row, values);
  });
  products.finish();
  const auto place = [&](std::size_t number) {
    return std::lower_bound(term.support.begin(), term.support.end(), number) - term.support.begin();
  };
  const Field &field = basis_.fields()[f];
  const std::size_t n = term.support.size();
  std::vector<std::size_t> new_places;
  for (std::size_t k = projected_[f]; k < field.n_columns; ++k)
    new_places.push_back(place(field.number[k]));
  for (std::size_t g = 0; g < basis_.fields().size(); ++g) {
    if (!touched_[term_number][g])
      continue;
    std::vector<double> &product = products.product(g);
    sum_over_ranks(product, problem_.partition.communicator);
    for (std::size_t c = 0; c < basis_.fields()[g].n_columns; ++c) {
      const std::size_t row = place(basis_.fields()[g].number[c]);
      for (std::size_t k = 0; k < new_places.size(); ++k)
        term.matrix[row * n + new_places[k]] = term.matrix[new_places[k] * n + row] = product[c * width + k];
    }
  }
  sum_over_ranks(products.sketch(), problem_.partition.communicator);
  for (std::size_t probe = 0; probe < n_probes; ++probe)
    for (std::size_t k = 0; k < new_places.size(); ++k)
      term.sketch[probe * n + new_places[k]] = products.sketch()[probe * width + k];
}

void Projection::project(ReducedVector &reduced, const SparseVector &vector, bool sketched) const {
  reduced.values.assign(basis_.size(), 0);
  reduced.sketch.assign(sketched ? n_probes : 0, 0);
  const Partition &rows = problem_.partition;
  for (const auto &[unknown, value] : vector) {
    if (unknown < rows.begin || unknown >= rows.end)
      continue;
    add_row(unknown, value, reduced.values.data());
    for (std::size_t probe = 0; probe < reduced.sketch.size(); ++probe)
      reduced.sketch[probe] += value * probes_[(unknown - rows.begin) * n_probes + probe];
  }
  sum_over_ranks(reduced.values, rows.communicator);
  sum_over_ranks(reduced.sketch, rows.communicator);
}

void Projection::project(ReducedMonitor &reduced, const Monitor &monitor) const {
  const std::size_t n = basis_.size();
  std::vector<double> rows(monitor.rows.size() * n);
  for (std::size_t row = 0; row < monitor.rows.size(); ++row)
    for (const auto &[unknown, value] : monitor.rows[row])
      if (unknown >= problem_.partition.begin && unknown < problem_.partition.end)
        add_row(unknown, value, rows.data() + row * n);
  sum_over_ranks(rows, problem_.partition.communicator);
  reduced.support.clear(); // a monitor sees few fields
  for (std::size_t coordinate = 0; coordinate < n; ++coordinate) {
    std::size_t row = 0;
    while (row < monitor.rows.size() && rows[row * n + coordinate] == 0)
      ++row;
    if (row < monitor.rows.size())
      reduced.support.push_back(coordinate);
  }
  reduced.rows.clear();
  reduced.rows.reserve(monitor.rows.size() * reduced.support.size());
  for (std::size_t row = 0; row < monitor.rows.size(); ++row)
    for (const std::size_t coordinate : reduced.support)
      reduced.rows.push_back(rows[row * n + coordinate]);
}

void Projection::add_row(Index unknown, double value, double *sum) const {
  const Place &at = places_[unknown - problem_.partition.begin];
  const Field &field = basis_.fields()[at.field];
  for (std::size_t c = 0; c < field.n_columns; ++c)
    sum[field.number[c]] += value * field.values[at.row * field.stride + c];
}

} // namespace earshot
