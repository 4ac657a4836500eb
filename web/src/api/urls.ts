/** Addresses that the browser reads by itself: images, downloads, event streams. */

/** Sides that the server keeps thumbnails in. */
const sides = [96, 160, 256, 512]

/** The smallest side that is sharp at `pixels` on this screen. */
export function thumbnailSide(pixels: number): number {
  const needed = pixels * Math.min(2, window.devicePixelRatio || 1)
  return sides.find((side) => side >= needed) ?? 512
}

export const urls = {
  sampleThumbnail: (id: number, side: number) => `/api/samples/${id}/thumbnail?side=${side}`,
  sampleImage: (id: number) => `/api/samples/${id}/image`,
  sampleMask: (id: number) => `/api/samples/${id}/mask`,
  samplesZip: (datasetId: number, query: URLSearchParams) => `/api/datasets/${datasetId}/samples.zip?${query}`,
  measuredThumbnail: (id: number, side: number) => `/api/measured/${id}/thumbnail?side=${side}`,
  measuredImage: (id: number) => `/api/measured/${id}/image`,
  measuredDownload: (id: number) => `/api/measured/${id}/image?download=true`,
  bundle: (versionId: number) => `/api/model-versions/${versionId}/bundle.zip`,
  certificate: (versionId: number) => `/api/model-versions/${versionId}/certificate.json`,
  card: (versionId: number, download = false) =>
    `/api/model-versions/${versionId}/card.html${download ? '?download=true' : ''}`,
  modelManifest: (versionId: number, kind: 'csv' | 'json', generation = 0) =>
    `/api/model-versions/${versionId}/manifest.${kind}${generation ? `?generation=${generation}` : ''}`,
  preview: (rehearsalId: number, file: string) => `/api/rehearsals/${rehearsalId}/previews/${encodeURIComponent(file)}`,
  log: (processId: number, network?: string) =>
    `/api/processes/${processId}/log.txt${network ? `?network=${network}` : ''}`,
  curves: (processId: number, network: string) => `/api/processes/${processId}/curves.csv?network=${network}`,
  journal: (query: Record<string, string | number | undefined>) => {
    const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
    return `/api/journal/export?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`
  },
  datasetManifest: (versionId: number) => `/api/dataset-versions/${versionId}/manifest`,
  datasetExport: (id: number) => `/api/exports/${id}/download`,
  upload: (id: number, offset: number) => `/api/uploads/${id}?offset=${offset}`,
}
