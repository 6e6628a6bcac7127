#include "solver/output/contribution_files.h"

#include "solver/files/tables.h"

namespace earshot {

void write_contributions(const std::filesystem::path &directory, const Contributions &contributions) {
  std::vector<ComplexSeries> all{{"sum", contributions.eardrum_pressure}};
  all.insert(all.end(), contributions.shares.begin(), contributions.shares.end());
  Table table{{"frequency_hz"}, std::vector<std::vector<double>>(contributions.frequency_hz.size())};
  for (const ComplexSeries &series : all)
    for (const char *quantity : {"_db", "_phase_deg", "_delay_ms", "_re_pa", "_im_pa"})
      table.columns.push_back(series.name + quantity);
  for (std::size_t k = 0; k < table.rows.size(); ++k)
    table.rows[k].push_back(contributions.frequency_hz[k]);
  for (const ComplexSeries &series : all) {
    const std::vector<double> delay = group_delay_ms(contributions.frequency_hz, series.values);
    for (std::size_t k = 0; k < table.rows.size(); ++k) {
      const std::complex<double> p = series.values[k];
      table.rows[k].insert(table.rows[k].end(),
                           {sound_pressure_level(p), phase_deg(p), delay[k], p.real(), p.imag()});
    }
  }
  for (const ComplexSeries &terminal : contributions.terminals) {
    table.columns.insert(table.columns.end(),
                         {terminal.name + "_terminal_v", terminal.name + "_terminal_phase_deg"});
    for (std::size_t k = 0; k < table.rows.size(); ++k)
      table.rows[k].insert(table.rows[k].end(),
                           {std::abs(terminal.values[k]), phase_deg(terminal.values[k])});
  }
  write_table(directory / "contributions.csv", table);
}

} // namespace earshot
