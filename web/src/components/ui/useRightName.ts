/** Rights and roles in words: `datasets.edit` is Datasets: Edit. */
import { useTranslation } from 'react-i18next'

/** Of an entity; `otherwise` is what the server calls it, for those that have no words here. */
export function useEntityName(): (entity: string, otherwise?: string) => string {
  const { t, i18n } = useTranslation('rights')
  return (entity, otherwise = entity) =>
    i18n.exists(`rights:entity.${entity}`) ? t(`entity.${entity}` as never) : otherwise
}

/** Entities in the order of the matrix, which is that of their words. */
export function useEntityOrder(): string[] {
  const { t } = useTranslation('rights')
  return Object.keys(t('entity', { returnObjects: true }))
}

export function useRightName(): (right: string) => string {
  const { t } = useTranslation('rights')
  const entityName = useEntityName()
  return (right) => {
    const [entity = '', action = ''] = right.split('.')
    return t('right', { entity: entityName(entity), action: t(`action.${action}` as never) })
  }
}

interface Named {
  name: string
  /** Key of a preset, whose name is translated; empty for roles that people made. */
  preset: string
}

/** What a role is for, in a sentence. */
export function useRoleAbout(): (role: Named & { description: string }) => string {
  const { t, i18n } = useTranslation('rights')
  return ({ preset, description }) =>
    i18n.exists(`rights:about.${preset}`) ? t(`about.${preset}` as never) : description
}

export function useRoleName(): (role: Named) => string {
  const { t, i18n } = useTranslation('rights')
  return ({ name, preset }) => (i18n.exists(`rights:preset.${preset}`) ? t(`preset.${preset}` as never) : name)
}
