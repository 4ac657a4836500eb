/** One model: curves and parameters are drawn by monitoring, this page is where they meet. */
import { ModelScreen } from '@/features/models'
import { Parameters, ProcessCurves } from '@/features/monitoring'

const parts = {
  curves: (processId: number) => <ProcessCurves processId={processId} />,
  parameters: (version: { base_model: string; parameters: Record<string, unknown> }) => (
    <Parameters baseModel={version.base_model} parameters={version.parameters} />
  ),
}

export const ModelPage = () => <ModelScreen parts={parts} />
