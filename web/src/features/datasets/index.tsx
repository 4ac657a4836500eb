/** Datasets: their list, and one dataset with its images, data paths and statistics. */
export { DatasetScreen } from './DatasetScreen'
export { DatasetsScreen } from './DatasetsScreen'
export { askDatasets } from './queries'
