/** The start page: the projects, and above them the guide for those who set the installation up. */
import { GuideCard } from '@/features/guide'
import { ProjectsScreen } from '@/features/projects'

export function ProjectsPage() {
  return <ProjectsScreen above={<GuideCard />} />
}
